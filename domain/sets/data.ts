import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import { type Paging, windowOf } from "@/lib/page";
import type { Secret } from "@/lib/seal";
import type { FrozenSet } from "./schema";

/** A question whose entry is committed, as whoever asked it says it again. */
type OnRecord = Secret & { readonly ticket: bigint };

/** What a set is frozen from, as the database takes it. */
export type Frame = {
  readonly name: string;
  readonly reading: string;
  readonly descending: boolean;
  readonly limit: number | null;
};

/** Freezes the question of a count that is on record, and answers the new set; null where the own side has a set of that name. */
export async function insertSet(tx: Tx, _permit: Permit<"set:freeze">, asked: OnRecord, frame: Frame): Promise<FrozenSet | null> {
  const [row] = await tx.$queryRaw<
    [{ made: FrozenSet | null }]
  >`SELECT api.freeze_set(${asked.ticket}, ${asked.salt}, ${asked.body}, ${frame.name}, ${frame.reading},
    ${frame.descending}, ${frame.limit}::int) AS made`;
  return row.made;
}

/** The own side's sets, newest first; one more than asked for, so that the end is known. */
export function listOwnSets(tx: Tx, _permit: Permit<"set:read">, window: Paging) {
  return tx.reviewedSet.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    ...windowOf(window),
  });
}

export function findOwnSet(tx: Tx, _permit: Permit<"set:read">, id: string) {
  return tx.reviewedSet.findUnique({ where: { id } });
}
