import type { Permit } from "@/domain/access/permit";
import type { Sort } from "@/domain/search/schema";
import type { Tx } from "@/lib/db";
import { type Paging, windowOf } from "@/lib/page";
import type { Secret } from "@/lib/seal";
import type { CombineSets, FrozenSet } from "./schema";

/** A question whose entry is committed, as whoever asked it says it again. */
type OnRecord = Secret & { readonly ticket: bigint };

/** What a set is frozen from, as the database takes it. */
export type Frame = {
  readonly name: string;
  readonly reading: string;
  readonly sort: Sort;
  readonly limit: number | null;
  readonly parserVersion: string;
};

/** Freezes the question of a count that is on record, and answers the new set; null where the own side has a set of that name. */
export async function insertSet(tx: Tx, _permit: Permit<"set:freeze">, asked: OnRecord, frame: Frame): Promise<FrozenSet | null> {
  const [row] = await tx.$queryRaw<
    [{ made: FrozenSet | null }]
  >`SELECT api.freeze_set(${asked.ticket}, ${asked.salt}, ${asked.body}, ${frame.name}, ${frame.reading},
    ${frame.sort}, ${frame.limit}::int, ${frame.parserVersion}) AS made`;
  return row.made;
}

/** Makes a set of the own side's sets; null where the name is taken, `missing` where one of them is not there. */
export async function combineOwnSets(tx: Tx, _permit: Permit<"set:freeze">, { name, op, sets }: CombineSets) {
  const [row] = await tx.$queryRaw<
    [{ made: FrozenSet | { missing: true } | null }]
  >`SELECT api.combine_sets(${name}, ${op}, ${sets}::uuid[]) AS made`;
  return row.made;
}

export type Drawing = {
  readonly name: string;
  readonly reading: string;
  readonly size: number;
  readonly seed: string;
  readonly strata: readonly string[];
  readonly parserVersion: string;
};

/** Draws a sample of a question that is on record and was counted. Null where the name is taken; `population` where that is too small. */
export async function insertSample(tx: Tx, _permit: Permit<"set:freeze">, asked: OnRecord, drawing: Drawing) {
  const [row] = await tx.$queryRaw<
    [{ made: FrozenSet | { counted: false } | { population: number } | null }]
  >`SELECT api.draw_sample(${asked.ticket}, ${asked.salt}, ${asked.body}, ${drawing.name}, ${drawing.reading}, ${drawing.size}::int, ${drawing.seed},
    ${[...drawing.strata]}::text[], ${drawing.parserVersion}) AS made`;
  return row.made;
}

/** The own side's sets, newest first; one more than asked for, so that the end is known. */
export function listOwnSets(tx: Tx, _permit: Permit<"set:read">, window: Paging, kind?: "sample") {
  return tx.reviewedSet.findMany({
    where: kind ? { kind } : {},
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    ...windowOf(window),
  });
}

export type Lost = { readonly set_id: string; readonly volume: string; readonly conversations: number; readonly deleted_at: Date };

export type Superseded = {
  readonly set_id: string;
  readonly volume: string;
  readonly by: string;
  readonly conversations: number;
  readonly changed: number;
};
/** What became of the members of sets since they were frozen. */
export type Since = { readonly lost: readonly Lost[]; readonly superseded: readonly Superseded[] };

/** What these sets have lost with volumes that were deleted, and what of them has a newer version. */
export async function readSince(tx: Tx, _permit: Permit<"set:read">, sets: readonly string[]): Promise<Since> {
  const ids = [...sets];
  const lost = await tx.$queryRaw<Lost[]>`SELECT set_id::text, volume, conversations, deleted_at FROM api.lost_of_sets(${ids}::uuid[])`;
  const superseded = await tx.$queryRaw<
    Superseded[]
  >`SELECT set_id::text, volume, by, conversations, changed FROM api.superseded_of_sets(${ids}::uuid[])`;
  return { lost, superseded };
}

export function findOwnSet(tx: Tx, _permit: Permit<"set:read">, id: string) {
  return tx.reviewedSet.findUnique({ where: { id } });
}
