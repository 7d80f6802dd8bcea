import { type Actor, may, type Permit } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { formatProof } from "@/lib/checkpoint";
import type { Tx } from "@/lib/db";
import { DomainError, notFound } from "@/lib/errors";
import { inclusionProof } from "@/lib/merkle";
import { findCosigned, findLeaf, readNodes } from "./data";
import type { ReadReceipt } from "./schema";
import { checkpointAt } from "./tree";

/**
 * A receipt for an entry (C2SP tlog-proof, its `extra` the entry's bytes): checked without this application, by the log's key and its
 * witnesses' alone. Under the newest checkpoint that a witness cosigned, or the newest one where none covers the entry.
 * Throws `conflict` while the entry is not signed yet.
 */
export function makeReceipt(actor: Actor, { entry }: ReadReceipt): Promise<{ name: string; text: string }> {
  const make = async (tx: Tx, permit: Permit<"audit:read"> | Permit<"audit:read-own">) => {
    const leaf = await findLeaf(tx, permit, entry);
    if (!leaf) throw notFound();
    const newest = await checkpointAt(tx, permit);
    const index = Number(leaf.index ?? -1);
    if (!leaf.hash || index >= Number(newest.size))
      throw new DomainError(
        "conflict",
        "The entry is written, and is signed within about a second. Ask for its receipt again in a moment.",
      );
    const cosigned = await findCosigned(tx, permit, index);
    const checkpoint = cosigned ? await checkpointAt(tx, permit, Number(cosigned.size)) : newest;
    const hashes = await inclusionProof(readNodes(tx, permit), index, Number(checkpoint.size));
    const note = checkpoint.note + (cosigned?.lines.join("") ?? "");
    return { name: `entry-${entry}.tlog-proof`, text: formatProof({ extra: leaf.bytes, index, hashes, note }) };
  };
  return may(actor, "audit:read") ? look(actor, "audit:read", make) : look(actor, "audit:read-own", make);
}
