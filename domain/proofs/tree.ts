import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import type { Hash } from "@/lib/merkle";
import { type Asker, type CheckpointRow, findCheckpoint } from "./data";

export const inBase64 = (hash: Hash) => Buffer.from(hash).toString("base64");

/** Nothing of the log is signed yet: the sequencer has not come to it, or does not run. */
export const unsigned = () =>
  new DomainError("unavailable", "Nothing of this log is signed yet. It will be within a moment of the sequencer's start.");

/** The checkpoint of a size, by default the newest. Throws `invalid` where none was signed at that size. */
export async function checkpointAt(tx: Tx, permit: Asker, size?: number): Promise<CheckpointRow> {
  const found = await findCheckpoint(tx, permit, size);
  if (found) return found;
  if (size === undefined) throw unsigned();
  throw new DomainError("invalid", `No checkpoint of size ${size} was signed. GET /api/audit/checkpoint gives the newest.`);
}
