import type { Actor } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { readingOf } from "@/domain/query/reading";
import { countedRun, refuseUnsortable } from "@/domain/search/counted-run";
import { filtersFor } from "@/domain/search/filters";
import { parse } from "@/domain/search/parse";
import { putOnRecord } from "@/domain/search/put-on-record";
import { PARSER_VERSION } from "@/domain/search/version";
import { insertSet } from "./data";
import { nameTaken } from "./name-taken";
import type { FreezeSet, FrozenSet } from "./schema";

/**
 * Freezes what a query answers now into a list that never changes. Throws `invalid` for a query that cannot be carried out, and
 * `conflict` when the own side has a set of that name. Query, filters and name are sealed to the side. Its size is a count, and a
 * count comes first: the question is on record before it is answered.
 */
export async function freezeSet(actor: Actor, { name, query, filters, sort, limit }: FreezeSet): Promise<FrozenSet> {
  const question = parse(query, actor.order.settings);
  const asked = { question, text: query, filters: filtersFor(filters) };
  const frame = { name, reading: readingOf(question), sort, limit: limit ?? null, parserVersion: PARSER_VERSION };
  await look(actor, "set:freeze", async () => null); // who may not freeze is refused that, not a count
  if (limit && sort !== "date" && sort !== "-date") refuseUnsortable(sort, asked, (await countedRun(actor, asked)).hits);
  return putOnRecord(actor, "conversation:count", asked, (_tx, onRecord) =>
    act(actor, "set:freeze", { sealed: { name, query, filters: asked.filters, sort, limit } }, async (tx, permit) => {
      const made = await insertSet(tx, permit, onRecord, limit ? frame : { ...frame, sort: "date" });
      if (!made) throw nameTaken(name);
      return { result: made, object: `set:${made.id}` };
    }),
  );
}
