import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { FlagLimits } from "@/components/console/flag-limits";
import { FlagList, flagNames } from "@/components/console/flag-list";
import { counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { dayOf } from "@/components/ui/when";
import { may } from "@/domain/access/permit";
import { FlagKind } from "@/domain/flags/schema";
import { readFlagSettings } from "@/domain/oversight/flag-settings";
import { listFlags } from "@/domain/oversight/flags";
import { ListFlags } from "@/domain/oversight/schema";

export const metadata = { title: "Flags" };

export default async function FlagsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await pageActor();
  const asked = ListFlags.safeParse(await searchParams);
  const question = asked.success ? asked.data : {};
  return pageAnswer(
    async () => ({ flags: await listFlags(actor, question), settings: await readFlagSettings(actor) }),
    ({ flags, settings }) => (
      <Page title="What strikes" lead="Computed from the log alone, and explained. A flag is a question to ask somebody, never a finding.">
        <nav aria-label="Kinds of flags" className="flex flex-wrap gap-x-4 gap-y-1 print:hidden">
          {[undefined, ...FlagKind.options].map((kind) => (
            <Link
              key={kind ?? "all"}
              href={{ pathname: "/console/flags", query: { ...question, ...(kind ? { kind } : { kind: [] }) } }}
              prefetch={false}
              aria-current={kind === question.kind ? "page" : undefined}
              className="text-accent underline aria-[current]:text-ink aria-[current]:no-underline"
            >
              {kind ? flagNames[kind] : "All"}
            </Link>
          ))}
        </nav>
        {flags.items.length === 0 ? (
          <Empty title="Nothing strikes.">
            {question.kind ? "No flag of this kind was raised." : "No flag was raised in the days that were looked through."}
          </Empty>
        ) : (
          <FlagList flags={flags.items} />
        )}
        <p className="text-xs text-ink-faint">
          {flags.upTo ? `Every day up to ${dayOf(flags.upTo)} was looked through when it was over` : "No day was looked through yet"};{" "}
          {flags.today ? "the days since, just now." : "of the days since, only the first 20,000 entries, and without the habits."}
          {flags.cut.length > 0 &&
            ` ${counted(flags.cut.length, "day was", "days were")} too long to be looked through to the end: ${flags.cut.slice(0, 5).map(dayOf).join(", ")}.`}
          {flags.more && " There are older ones than these five hundred: narrow the days."}
        </p>
        <Section title="Where a flag begins">
          <FlagLimits settings={settings} mayChange={may(actor, "oversight:set")} />
        </Section>
      </Page>
    ),
  );
}
