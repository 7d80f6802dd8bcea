import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { AsOfLine } from "@/components/console/as-of";
import { PeopleTable } from "@/components/console/people-table";
import { Empty, Page } from "@/components/ui/page";
import type { Actor } from "@/domain/access/permit";
import { listPeopleSums } from "@/domain/oversight/people";
import { Span } from "@/domain/oversight/schema";
import { readRoster } from "@/domain/people/roster";

export const metadata = { title: "By person" };

const spans = [1, 7, 30, 90, 366] as const;

export default async function PeopleSumsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await pageActor();
  const asked = Span.pick({ days: true }).safeParse(await searchParams);
  const days = asked.success ? asked.data.days : 30;
  return pageAnswer(
    () => gather(actor, days),
    ({ sums, names }) => (
      <Page
        title="Who saw how much"
        lead={`Everybody of whom something stands in the log, ${days === 1 ? "today" : `in the last ${days} days`} (UTC).`}
        deeds={<Spans days={days} />}
      >
        {sums.items.length === 0 ? (
          <Empty title="Nothing stands in the log of these days." />
        ) : (
          <PeopleTable people={sums.items} names={names} caption="Who saw how much" />
        )}
        <AsOfLine asOf={sums.asOf} />
      </Page>
    ),
  );
}

async function gather(actor: Actor, days: number) {
  const sums = await listPeopleSums(actor, { until: new Date().toISOString(), days });
  const { items } = await readRoster(actor);
  return { sums, names: new Map(items.map(({ id, name }) => [id, name])) };
}

function Spans({ days }: { readonly days: number }) {
  return (
    <nav aria-label="How many days" className="flex gap-3">
      {spans.map((one) => (
        <Link
          key={one}
          href={{ pathname: "/console/people", query: { days: one } }}
          prefetch={false}
          aria-current={one === days ? "page" : undefined}
          className="text-accent underline aria-[current]:text-ink aria-[current]:no-underline"
        >
          {one === 1 ? "today" : `${one} days`}
        </Link>
      ))}
    </nav>
  );
}
