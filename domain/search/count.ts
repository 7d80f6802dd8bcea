import type { Actor } from "@/domain/access/permit";
import { readCount } from "./data";
import { askedBy } from "./filters";
import { putOnRecord } from "./put-on-record";
import type { CountConversations, Facets } from "./schema";

/**
 * Exact counts of an answer by month, model, language, volume and own code. Takes as long as it takes; no page waits for it.
 * Like a look: what was asked is on record, sealed to the asking side, before anything is counted.
 */
export async function countConversations(actor: Actor, input: CountConversations): Promise<Facets> {
  const asked = askedBy(input);
  const rows = await putOnRecord(actor, "conversation:count", asked, (tx, onRecord, permit) => readCount(tx, permit, onRecord));
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
