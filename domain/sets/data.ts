import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import { type Paging, windowOf } from "@/lib/page";
import type { FrozenSet } from "./schema";

/** What a set is frozen from, as the database takes it. */
export type Frame = {
  readonly name: string;
  readonly query: string;
  readonly reading: string;
  readonly question: unknown;
  readonly filters: Record<string, unknown>;
  readonly descending: boolean;
  readonly limit: number | null;
};

/** Freezes, and answers the new set; null where the own side has a set of that name. */
export async function insertSet(tx: Tx, _permit: Permit<"set:freeze">, frame: Frame): Promise<FrozenSet | null> {
  const question = frame.question ? JSON.stringify(frame.question) : null;
  const [row] = await tx.$queryRaw<[{ made: FrozenSet | null }]>`SELECT api.freeze_set(${frame.name}, ${frame.query}, ${frame.reading},
    ${question}::jsonb, ${JSON.stringify(frame.filters)}::jsonb, ${frame.descending}, ${frame.limit}::int) AS made`;
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
