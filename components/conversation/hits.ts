import type { Turn } from "@/domain/conversations/schema";
import { leavesOf, parse } from "@/domain/search/parse";
import { hitsIn, type Leaf } from "@/domain/search/words";

/** The words of a query, to be marked. A query that cannot be read is looked for as the words it has, in their order. */
export function leavesIn(query: string): readonly Leaf[] {
  if (!query.trim()) return [];
  try {
    return leavesOf(parse(query));
  } catch {
    return [{ text: query, prefix: false }];
  }
}

const found = new WeakMap<readonly Turn[], { leaves: readonly Leaf[]; turns: number[] }>();

/** The turns of a window that hold a hit. Looked for once per window and query. */
export function turnsWithHits(items: readonly Turn[], leaves: readonly Leaf[]): number[] {
  if (leaves.length === 0) return [];
  const known = found.get(items);
  if (known?.leaves === leaves) return known.turns;
  const turns = items.filter(({ text }) => hitsIn(text, leaves).length > 0).map(({ turn }) => turn);
  found.set(items, { leaves, turns });
  return turns;
}
