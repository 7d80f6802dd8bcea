import Link from "next/link";
import type { LiftedCover } from "@/domain/masking/lifted-schema";
import { sideInWords } from "../log/words";
import { counted } from "../ui/numbers";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";

/** Placeholders of the detector that were lifted: where, why and by whom; never what stood under them. */
export function LiftedList({ covers, reads }: { readonly covers: readonly LiftedCover[]; readonly reads: boolean }) {
  return (
    <Table
      caption="Placeholders of the detector that were lifted"
      columns={["Where", "Was shown as", "Reason", "By"].map((name) => ({ name }))}
    >
      {covers.map(({ id, conversation, label, wrong, reason, places, lifted }) => (
        <Row key={id}>
          <Cell className="whitespace-nowrap">
            {reads ? (
              <Link href={`/conversations/${conversation}`} prefetch={false} className="font-mono text-accent underline">
                {conversation}
              </Link>
            ) : (
              <span className="font-mono">{conversation}</span>
            )}
            <span className="block text-xs text-ink-faint">{counted(places, "place")}</span>
          </Cell>
          <Cell className="whitespace-nowrap">
            <span className="font-evidence line-through">{label}</span>
            <span className="block text-xs text-ink-faint">{wrong ? "The detector was wrong" : "To be read all the same"}</span>
          </Cell>
          <Cell className="max-w-96">{reason}</Cell>
          <Cell>
            {lifted.by}, {sideInWords(lifted.side)}
            <span className="block text-xs text-ink-faint">
              <When at={lifted.at} />
            </span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
