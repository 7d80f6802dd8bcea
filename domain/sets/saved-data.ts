import type { Actor, Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";

export type SavedRow = {
  readonly id: string;
  readonly epoch: number;
  readonly commitment: Uint8Array;
  readonly box: Uint8Array;
  readonly created_by: string;
  readonly created_at: Date;
  readonly looked_at: Date;
  readonly volumes: readonly string[];
};

/** The own side's saved searches, newest first, each with what was sealed since it was looked at. */
export function listOwnSaved(tx: Tx, _permit: Permit<"set:read">) {
  return tx.$queryRaw<SavedRow[]>`SELECT s.id, s.epoch, s.commitment, s.box, s.created_by, s.created_at, s.looked_at,
    ARRAY(SELECT v.name FROM record.volume v WHERE v.state = 'sealed' AND v.disclosure <> 'aggregate' AND v.sealed_at > s.looked_at ORDER BY v.id) AS volumes
    FROM work.saved_search s ORDER BY s.created_at DESC, s.id DESC LIMIT 200`;
}

/** Keeps a sealed search; null where the key it is sealed to is not the side's newest. */
export async function insertSaved(tx: Tx, _permit: Permit<"search:save">, epoch: number, commitment: Uint8Array, box: Uint8Array) {
  const [row] = await tx.$queryRaw<
    [{ id: string | null }]
  >`SELECT api.save_search(${epoch}::int, ${commitment}::bytea, ${box}::bytea) AS id`;
  return row.id;
}

/** Marks as looked at, or takes away. */
export async function touchSaved(tx: Tx, _permit: Permit<"search:save">, id: string, drop: boolean): Promise<boolean> {
  const [row] = await tx.$queryRaw<[{ found: boolean }]>`SELECT api.touch_search(${id}::uuid, ${drop}) AS found`;
  return row.found;
}

export type Sealer = Pick<Actor, "matter" | "side" | "sealingKey">;
