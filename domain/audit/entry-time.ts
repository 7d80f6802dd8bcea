import type { Action } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";

/** When an entry of this session was written, in ISO 8601: what is marked, with its number, on what the entry shows. */
export async function entryTime(tx: Tx, { actor }: Permit<Action>, entry: bigint): Promise<string> {
  const [row] = await tx.$queryRaw<[{ at: Date }]>`SELECT api.entry_at(${actor.secret}, ${entry}) AS at`;
  return row.at.toISOString();
}
