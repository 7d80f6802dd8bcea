import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import { consistencyProof, frontierAt, rootOf } from "@/lib/merkle";
import { readNodes } from "./data";
import type { ConsistencyProof, ProveConsistency } from "./schema";
import { checkpointAt, inBase64 } from "./tree";

/** Proves that the log of a checkpoint continues that of any smaller size. */
export function proveConsistency(actor: Actor, { from, to }: ProveConsistency): Promise<ConsistencyProof> {
  return look(actor, "checkpoint:read", async (tx, permit) => {
    const newer = await checkpointAt(tx, permit, to);
    const size = Number(newer.size);
    if (from > size) throw new DomainError("invalid", `The log holds ${size} entries there, fewer than ${from}.`);
    const read = readNodes(tx, permit);
    const hashes = await consistencyProof(read, from, size);
    const fromRoot = rootOf(await frontierAt(read, from));
    return { from, to: size, fromRoot: inBase64(fromRoot), toRoot: inBase64(newer.root), hashes: hashes.map(inBase64) };
  });
}
