import Link from "next/link";
import type { Trail } from "@/domain/oversight/schema";
import { sideInWords } from "../log/words";
import { counted } from "../ui/numbers";
import { Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { AsOfLine } from "./as-of";
import { EntryTable } from "./person";

/** One conversation in the log: who opened which turns when, and which lists and exports named it. */
export function ConversationTrail({ trail }: { readonly trail: Trail }) {
  const { id, looks, listed, readers, readersCut, asOf } = trail;
  return (
    <>
      <Section title="Who opened it" note={readersCut ? "out of the newest looks" : ""}>
        {readers.length === 0 ? (
          <p className="text-ink-soft">Nobody, so far as the log says.</p>
        ) : (
          <Table
            caption="Who opened it"
            columns={[
              { name: "Person" },
              { name: "Side" },
              { name: "Looks", right: true },
              { name: "First (UTC)" },
              { name: "Last (UTC)" },
            ]}
          >
            {readers.map((one) => (
              <Row key={`${one.email} ${one.side}`}>
                <Cell className="font-medium">{one.email ?? "nobody known"}</Cell>
                <Cell>{sideInWords(one.side)}</Cell>
                <Cell right>{one.looks}</Cell>
                <Cell>
                  <When at={one.first} zone={false} />
                </Cell>
                <Cell>
                  <When at={one.last} zone={false} />
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Section>
      <Section title="Look by look" note="which turns, when; newest first">
        {looks.items.length === 0 ? (
          <p className="text-ink-soft">None.</p>
        ) : (
          <EntryTable caption="Looks, newest first" entries={looks.items} who />
        )}
        {looks.next && <More id={id} query={{ after: looks.next }} />}
      </Section>
      <Section title="Where it was listed" note="pages of results that showed words of it, and chunks of exports that held it">
        {listed.items.length === 0 ? (
          <p className="text-ink-soft">Nowhere, so far as the log says.</p>
        ) : (
          <EntryTable caption="Listings, newest first" entries={listed.items} who />
        )}
        {listed.next && <More id={id} query={{ listedAfter: listed.next }} />}
        <p className="text-xs text-ink-faint">
          {counted(listed.items.length, "listing")} shown. What was searched for is sealed to the side that searched.
        </p>
      </Section>
      <AsOfLine asOf={asOf} />
    </>
  );
}

function More({ id, query }: { readonly id: string; readonly query: Record<string, string> }) {
  return (
    <Link href={{ pathname: `/console/conversations/${id}`, query }} prefetch={false} className="w-fit text-accent underline print:hidden">
      Older
    </Link>
  );
}
