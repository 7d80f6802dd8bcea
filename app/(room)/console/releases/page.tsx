import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { EntryTable } from "@/components/console/person";
import { counted } from "@/components/ui/numbers";
import { Empty, Page, Section } from "@/components/ui/page";
import { Cell, Row, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import type { Actor } from "@/domain/access/permit";
import { listHolds } from "@/domain/holds/list";
import { readDepartures } from "@/domain/oversight/departures";
import { ReadDepartures } from "@/domain/oversight/schema";

export const metadata = { title: "Exports and holds" };

export default async function ReleasesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await pageActor();
  const asked = ReadDepartures.safeParse(await searchParams);
  return pageAnswer(
    () => gather(actor, asked.success ? asked.data : {}),
    ({ departures, holds }) => {
      const open = holds.filter(({ state }) => state !== "released").length;
      return (
        <Page
          title="What left, and what is held"
          lead={`${open === 0 ? "No hold is" : `${counted(open, "hold is", "holds are")}`} in force. Exports are named by their number: what a set is called is its side’s own.`}
        >
          <Section title="Holds" note="placing and releasing is done on the page of holds">
            {holds.length === 0 ? (
              <p className="text-ink-soft">None was ever placed.</p>
            ) : (
              <Table caption="Holds" columns={["Scope", "Target", "Authority", "State", "Placed (UTC)", "By"].map((name) => ({ name }))}>
                {holds.map(({ id, scope, target, authority, state, placed }) => (
                  <Row key={id} dim={state === "released"}>
                    <Cell>{scope}</Cell>
                    <Cell>{target ?? "everything"}</Cell>
                    <Cell className="max-w-72">{authority}</Cell>
                    <Cell>{state}</Cell>
                    <Cell>
                      <When at={placed.at} zone={false} />
                    </Cell>
                    <Cell>{placed.by}</Cell>
                  </Row>
                ))}
              </Table>
            )}
          </Section>
          <Section title="Exports and downloads" note="newest first; what was stopped as well">
            {departures.items.length === 0 ? (
              <Empty title="Nothing left so far." />
            ) : (
              <EntryTable caption="Exports and downloads, newest first" entries={departures.items} who />
            )}
            {departures.next && (
              <Link
                href={{ pathname: "/console/releases", query: { after: departures.next } }}
                prefetch={false}
                className="w-fit text-accent underline print:hidden"
              >
                Older
              </Link>
            )}
          </Section>
        </Page>
      );
    },
  );
}

async function gather(actor: Actor, asked: ReadDepartures) {
  const departures = await readDepartures(actor, asked);
  const { items } = await listHolds(actor, { limit: 200 });
  return { departures, holds: items };
}
