import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { listFacets } from "./data";
import { askedBy } from "./filters";
import type { CountConversations, Facets } from "./schema";

/**
 * Exact counts of an answer by month, model, language, volume and own code. Takes as long as it takes; no page waits for it.
 * An act: what was asked is recorded, sealed to the asking side.
 */
export async function countConversations(actor: Actor, input: CountConversations): Promise<Facets> {
  const asked = askedBy(input);
  const sealed = { query: asked.text, filters: asked.filters };
  const rows = await act(actor, "conversation:count", { sealed }, async (tx, permit) => ({ result: await listFacets(tx, permit, asked) }));
  const of = (facet: string) => rows.filter((row) => row.facet === facet).map(({ value, n }) => ({ value, count: Number(n) }));
  const byCount = (facet: string) => of(facet).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
  return {
    count: { value: of("all")[0]?.count ?? 0, relation: "exact" },
    facets: {
      month: of("month").sort((a, b) => a.value.localeCompare(b.value)),
      model: byCount("model"),
      language: byCount("language"),
      volume: byCount("volume"),
      code: byCount("code"),
    },
  };
}
