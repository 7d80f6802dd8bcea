import type { Actor } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { readingOf } from "@/domain/query/reading";
import { filtersFor } from "@/domain/search/filters";
import { parse } from "@/domain/search/parse";
import { putOnRecord } from "@/domain/search/put-on-record";
import { DomainError } from "@/lib/errors";
import { insertSet } from "./data";
import type { FreezeSet, FrozenSet } from "./schema";

/**
 * Freezes what a query answers now into a list that never changes. Throws `invalid` for a query that cannot be carried out, and
 * `conflict` when the own side has a set of that name. Query, filters and name are sealed to the side. Its size is a count, and a
 * count comes first: the question is on record before it is answered.
 */
export async function freezeSet(actor: Actor, { name, query, filters, sort, limit }: FreezeSet): Promise<FrozenSet> {
  const question = parse(query, actor.order.settings);
  const asked = { question, text: query, filters: filtersFor(filters) };
  const frame = { name, reading: readingOf(question), descending: sort === "-date", limit: limit ?? null };
  await look(actor, "set:freeze", async () => null); // who may not freeze is refused that, not a count
  return putOnRecord(actor, "conversation:count", asked, (_tx, onRecord) =>
    act(actor, "set:freeze", { sealed: { name, query, filters: asked.filters, sort, limit } }, async (tx, permit) => {
      const made = await insertSet(tx, permit, onRecord, frame);
      if (!made) throw new DomainError("conflict", `Your side has a set named “${name}” already.`);
      return { result: made, object: `set:${made.id}` };
    }),
  );
}
