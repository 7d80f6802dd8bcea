import Link from "next/link";
import type { Redaction } from "@/domain/redactions/schema";
import { sideInWords } from "../log/words";
import { Deed } from "../ui/deed";
import { TextArea } from "../ui/field";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { leakWords, placeInWords } from "./words";

/** What somebody may do here: read the conversation it is in, and lift it. */
export type Reader = { readonly reads: boolean; readonly lifts: boolean };

type Props = { readonly redactions: readonly Redaction[]; readonly reader: Reader };

const columns = [
  { name: "What" },
  { name: "Shown as" },
  { name: "Reason", className: "min-w-48" },
  { name: "By" },
  { name: "What may be done", right: true },
];

/** What is masked or withdrawn, where, why and by whom; never what it says. */
export function RedactionList({ redactions, reader }: Props) {
  return (
    <Table caption="Redactions" columns={columns}>
      {redactions.map((redaction) => (
        <Row key={redaction.id}>
          <Cell className="whitespace-nowrap">
            <Where redaction={redaction} reads={reader.reads} />
            <span className="block text-xs text-ink-faint">{kindOf(redaction)}</span>
          </Cell>
          <Cell className="whitespace-nowrap">
            {redaction.label ? (
              <span className="rounded-xs border border-dashed border-line-strong px-1 font-evidence">{redaction.label}</span>
            ) : (
              <span className="font-medium">Withdrawn</span>
            )}
          </Cell>
          <Cell className="max-w-96">
            {redaction.reason}
            {redaction.origin && <span className="block text-xs text-ink-faint">The same words as in another report</span>}
            {redaction.carriedFrom && (
              <span className="block text-xs text-ink-faint">
                As in the older version, <span className="font-mono">{redaction.carriedFrom}</span>
              </span>
            )}
            {redaction.lost.map(({ volume, conversation, settled }) => (
              <span key={`${volume} ${conversation}`} className="mt-1 block border-l pl-2 text-ink-soft">
                Could not be carried over to {conversation ?? volume}: {settled ?? "nobody has looked yet."}
              </span>
            ))}
            {redaction.lifted && (
              <span className="mt-1 block border-l pl-2 text-ink-soft">
                Lifted by {redaction.lifted.by}, {sideInWords(redaction.lifted.side)}, <When at={redaction.lifted.at} />:{" "}
                {redaction.lifted.reason}
              </span>
            )}
          </Cell>
          <Cell>
            {redaction.placed.by ? `${redaction.placed.by}, ${sideInWords(redaction.placed.side)}` : sideInWords(redaction.placed.side)}
            <span className="block text-xs text-ink-faint">
              <When at={redaction.placed.at} />
            </span>
          </Cell>
          <Cell className="text-right">{reader.lifts && !redaction.lifted && <LiftRedaction redaction={redaction} />}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function kindOf({ type, turn }: Redaction): string {
  if (type) return leakWords[type];
  return turn === null ? "The whole conversation" : "The whole turn";
}

/** The conversation and turn, as a way there for whoever reads. */
export function Where({ redaction, reads }: { readonly redaction: Pick<Redaction, "conversation" | "turn">; readonly reads: boolean }) {
  const { conversation, turn } = redaction;
  const name = placeInWords(redaction);
  if (!reads || turn === null || turn < 0) return <span className="font-mono">{name}</span>;
  return (
    <Link href={`/conversations/${conversation}?turn=${turn}`} prefetch={false} className="font-mono text-accent underline">
      {name}
    </Link>
  );
}

function LiftRedaction({ redaction: { id, conversation, turn, search, label, carries } }: { readonly redaction: Redaction }) {
  const found = carries || (search !== null && search.found > 0);
  return (
    <Deed
      name="Lift"
      look="danger"
      title={label ? `Show what ${label} stands for` : `Give ${turn === null ? conversation : `${conversation} turn ${turn}`} back`}
      address={`/api/redactions/${id}/lift`}
      submit="Lift it"
      busy="Lifting"
      consequences={
        <p>
          {turn === null
            ? "At once the conversation is read, found and exported again by everyone whose tier reaches it."
            : "At once everyone whose tier reaches this turn reads what stands there. Whether it should have been masked is for you to say."}{" "}
          Both sides and the court’s monitor see that you lifted it, and why.
        </p>
      }
    >
      <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} hint="Quote nothing of the text" />
      {found && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="everywhere" value="true" /> Also everywhere else that was masked or withdrawn for it
        </label>
      )}
    </Deed>
  );
}
