import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { AddCode, SealedNote } from "./schema";

/** The codebook of the actor's side, in its own order. Row-level security shows no other. */
export function listOwnCodes(tx: Tx, _permit: Permit<"codebook:read">) {
  return tx.code.findMany({ orderBy: [{ position: "asc" }, { key: "asc" }] });
}

/** Adds a code at the end of the own codebook. Null where the own side has that key already. */
export async function insertCode(tx: Tx, { actor }: Permit<"codebook:keep">, { key, label, group }: AddCode): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`INSERT INTO work.code (matter_id, side, key, label, "group", position, created_by)
    SELECT ${actor.matter}::uuid, ${actor.side}::access.side, ${key}, ${label}, ${group}, coalesce(max(position), 0) + 1, ${actor.person}::uuid FROM work.code
    ON CONFLICT (matter_id, side, key) DO NOTHING RETURNING id`;
  return row?.id ?? null;
}

export type Applied = "done" | "not_found" | "no_code" | "epoch";

export async function putCoding(
  tx: Tx,
  _permit: Permit<"code:apply">,
  id: string,
  turn: number,
  code: string,
  note: SealedNote | null,
): Promise<Applied> {
  const [row] = await tx.$queryRaw<[{ outcome: Applied }]>`SELECT api.apply_code(${id}, ${turn}::int, ${code},
    ROW(decode(${note?.commitment ?? null}, 'hex'), decode(${note?.box ?? null}, 'base64'), ${note?.epoch ?? null}::int, NULL, NULL)::audit.sealed) AS outcome`;
  return row.outcome;
}

export async function dropCoding(tx: Tx, _permit: Permit<"code:apply">, id: string, turn: number, code: string): Promise<Applied> {
  const [row] = await tx.$queryRaw<[{ outcome: Applied }]>`SELECT api.withdraw_code(${id}, ${turn}::int, ${code}) AS outcome`;
  return row.outcome;
}

type CodingRow = {
  readonly key: string;
  readonly turn: number;
  readonly note_commitment: Uint8Array | null;
  readonly note_box: Uint8Array | null;
  readonly note_epoch: number | null;
  readonly note_by: string | null;
  readonly at: Date;
  readonly by: string;
};

export function listOwnCodings(tx: Tx, _permit: Permit<"codebook:read">, id: string) {
  return tx.$queryRaw<CodingRow[]>`SELECT * FROM api.codings_of(${id})`;
}
