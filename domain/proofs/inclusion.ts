import { type Actor, may, type Permit } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Tx } from "@/lib/db";
import { DomainError, notFound } from "@/lib/errors";
import { inclusionProof } from "@/lib/merkle";
import { findLeaf, readNodes } from "./data";
import type { InclusionProof, ProveEntry } from "./schema";
import { checkpointAt, inBase64 } from "./tree";

/** Proves that an entry stands in the log that was signed: one's own, or any for who may read the log. */
export function proveEntry(actor: Actor, { entry, size }: ProveEntry): Promise<InclusionProof> {
  const prove = async (tx: Tx, permit: Permit<"audit:read"> | Permit<"audit:read-own">): Promise<InclusionProof> => {
    const leaf = await findLeaf(tx, permit, entry);
    if (!leaf) throw notFound();
    const checkpoint = await checkpointAt(tx, permit, size);
    const [index, total] = [Number(leaf.index ?? -1), Number(checkpoint.size)];
    if (!leaf.hash || index >= total)
      throw new DomainError(
        "conflict",
        `The entry is written and not yet under ${size === undefined ? "a" : "that"} checkpoint. Ask again in a moment.`,
      );
    const hashes = await inclusionProof(readNodes(tx, permit), index, total);
    return { entry, index, size: total, root: inBase64(checkpoint.root), leafHash: inBase64(leaf.hash), hashes: hashes.map(inBase64) };
  };
  return may(actor, "audit:read") ? look(actor, "audit:read", prove) : look(actor, "audit:read-own", prove);
}
