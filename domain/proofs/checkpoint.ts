import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { findCheckpoint, howFarBehind, listLastCosignatures } from "./data";
import type { CheckpointAnswer } from "./schema";
import { inBase64, unsigned } from "./tree";

/** The newest signed state of the matter's log. Throws `unavailable` where nothing is signed yet. */
export function readCheckpoint(actor: Actor): Promise<CheckpointAnswer> {
  return look(actor, "checkpoint:read", async (tx, permit) => {
    const newest = await findCheckpoint(tx, permit);
    if (!newest) throw unsigned();
    const { entries, seconds, unwitnessedSince } = await howFarBehind(tx, permit);
    const cosignatures = await listLastCosignatures(tx, permit);
    return {
      origin: newest.origin,
      size: Number(newest.size),
      root: inBase64(newest.root),
      note: newest.note,
      at: newest.at.toISOString(),
      cosignatures: cosignatures.map(({ witness, size, line, at }) => ({ name: witness, size: Number(size), at: at.toISOString(), line })),
      behind: { entries, seconds },
      unwitnessedSince: unwitnessedSince?.toISOString() ?? null,
    };
  });
}
