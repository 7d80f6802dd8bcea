import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { filtersFor } from "@/domain/search/filters";
import { parse, readingOf } from "@/domain/search/parse";
import { DomainError } from "@/lib/errors";
import { insertSet } from "./data";
import type { FreezeSet, FrozenSet } from "./schema";

/**
 * Freezes what a query answers now into a list that never changes. Throws `invalid` for a query that cannot be carried out, and
 * `conflict` when the own side has a set of that name. Query, filters and name are sealed to the side.
 */
export async function freezeSet(actor: Actor, { name, query, filters, sort, limit }: FreezeSet): Promise<FrozenSet> {
  const question = parse(query);
  const frame = {
    name,
    query,
    reading: readingOf(question),
    question,
    filters: filtersFor(filters),
    descending: sort === "-date",
    limit: limit ?? null,
  };
  return act(actor, "set:freeze", { sealed: { name, query, filters: frame.filters, sort, limit } }, async (tx, permit) => {
    const made = await insertSet(tx, permit, frame);
    if (!made) throw new DomainError("conflict", `Your side has a set named “${name}” already.`);
    return { result: made, object: `set:${made.id}` };
  });
}
