import type { Span } from "@/domain/deid/schema";
import type { SpanCounts } from "./schema";

export function emptyCounts(): SpanCounts {
  return {
    ...{ conversations: 0, turns: 0, words: 0, placeholders: {}, covered: {}, cued: {}, likely: {} },
    ...{ withPlaceholders: 0, withCovered: 0, withCued: 0, unasked: 0 },
  };
}

/** Adds one conversation: its turns' words and everything that was found in them. */
export function addConversation(counts: SpanCounts, texts: readonly string[], spans: readonly Span[]): void {
  counts.conversations++;
  counts.turns += texts.length;
  for (const text of texts) counts.words += text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const by = [counts.placeholders, counts.covered, counts.cued, counts.likely] as const;
  for (const { type, tier, rule } of spans) {
    const key = tier === 0 ? (rule.startsWith("production:") ? "production's own" : rule) : type;
    by[tier][key] = (by[tier][key] ?? 0) + 1;
  }
  const has = (wanted: number) => (spans.some(({ tier }) => tier === wanted) ? 1 : 0);
  counts.withPlaceholders += has(0);
  counts.withCovered += has(1);
  counts.withCued += has(2);
}
