import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { AsOfLine } from "@/components/console/as-of";
import { NumbersTable } from "@/components/console/numbers-table";
import { EntryTable } from "@/components/console/person";
import { actionInWords, sideInWords } from "@/components/log/words";
import { counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { readRefusals } from "@/domain/oversight/refusals";
import { RefusalsSpan } from "@/domain/oversight/schema";

export const metadata = { title: "Refusals" };

export default async function RefusalsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await pageActor();
  const until = new Date().toISOString();
  const asked = RefusalsSpan.safeParse({ ...(await searchParams), until });
  return pageAnswer(
    () => readRefusals(actor, asked.success ? asked.data : { until, days: 30 }),
    ({ days, total, kinds, entries, asOf }) => (
      <Page
        title="What was refused"
        lead={`${total === 0 ? "Nothing" : counted(total, "attempt")} in the last ${days} days. A refusal is not a wrong; many of the same kind are a question.`}
      >
        {kinds.length > 0 && (
          <Section title="By person and attempt">
            <NumbersTable
              caption="Refusals by person and attempt"
              names={["Person", "Side", "What was tried"]}
              columns={["Times"]}
              rows={kinds.map(({ id, email, side, action, times }) => ({
                key: `${id} ${email} ${side} ${action}`,
                cells: [email ?? "nobody known", side ? sideInWords(side) : "", actionInWords(action, "refused")],
                numbers: [times],
              }))}
            />
          </Section>
        )}
        <Section title="One by one" note="newest first, of any day">
          {entries.items.length === 0 ? (
            <Empty title="Nothing was ever refused." />
          ) : (
            <EntryTable caption="Refusals, newest first" entries={entries.items} who />
          )}
          {entries.next && (
            <Link
              href={{ pathname: "/console/refusals", query: { days, after: entries.next } }}
              prefetch={false}
              className="w-fit text-accent underline print:hidden"
            >
              Older
            </Link>
          )}
        </Section>
        <AsOfLine asOf={asOf} />
      </Page>
    ),
  );
}
