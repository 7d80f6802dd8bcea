import Link from "next/link";
import type { OrderVersion } from "@/domain/orders/schema";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";

const states = { in_force: "in force", to_come: "to come", past: "past" } as const;

/** Every version there was, the newest first. */
export function OrderHistory({ versions }: { readonly versions: readonly OrderVersion[] }) {
  const columns = ["Version", "In force from", "Why", "Drafted, put in force by", "Signatures that bind", "SHA-256 of the text"];
  return (
    <Table caption="Every version of the order" columns={columns.map((name) => ({ name }))}>
      {versions.map((one) => (
        <Row key={one.version} dim={one.state === "past"}>
          <Cell>
            <Link href={`/order/${one.version}`} prefetch={false} className="font-medium text-accent underline">
              Version {one.version}
            </Link>
            <span className={`block text-xs ${one.state === "in_force" ? "font-medium text-good" : "text-ink-faint"}`}>
              {states[one.state]}
            </span>
          </Cell>
          <Cell>
            <When at={one.inForceFrom} />
          </Cell>
          <Cell className="max-w-96">{one.reason ?? "As the matter was set up"}</Cell>
          <Cell>
            {one.draftedBy ?? "the host"}
            <span className="block text-xs text-ink-faint">{one.putInForceBy ?? "with the matter"}</span>
          </Cell>
          <Cell>{one.bindsFrom === one.version ? `to version ${one.version} alone` : `to version ${one.bindsFrom} and later`}</Cell>
          <Cell>
            <code className="font-mono text-2xs" title={one.hash}>
              {one.hash.slice(0, 16)}…
            </code>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
