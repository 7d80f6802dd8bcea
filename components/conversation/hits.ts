import type { Turn } from "@/domain/conversations/schema";
import { hitsIn, leavesByTurn, type Span } from "@/domain/query/hits";
import { type Leaf, leavesOf } from "@/domain/query/question";
import { parse, type QuerySettings } from "@/domain/search/parse";
import { wordsOf } from "@/domain/search/words";

/** What a query looks for, to be marked. A query that cannot be read is looked for as the words it has, in their order. */
export function leavesIn(query: string, settings?: QuerySettings): readonly Leaf[] {
  if (!query.trim()) return [];
  try {
    return leavesOf(parse(query, settings));
  } catch {
    return wordsOf(query).length > 0 ? [{ op: "words", text: query }] : [];
  }
}

type Answer = { readonly leaves: readonly Leaf[]; readonly byTurn: ReadonlyMap<number, readonly Span[]>; readonly turns: number[] };
const answers = new WeakMap<readonly Turn[], Answer>();

// Looked for once per window and query.
function answerOf(items: readonly Turn[], leaves: readonly Leaf[]): Answer {
  const known = answers.get(items);
  if (known?.leaves === leaves) return known;
  const asked = leavesByTurn(items, leaves);
  const byTurn = new Map(items.map(({ turn, text }) => [turn, hitsIn(text, asked.get(turn) ?? [])]));
  const turns = items.filter(({ turn }) => (byTurn.get(turn) ?? nothing).length > 0).map(({ turn }) => turn);
  const answer = { leaves, byTurn, turns };
  answers.set(items, answer);
  return answer;
}

/** The turns of a window that hold a hit. */
export function turnsWithHits(items: readonly Turn[], leaves: readonly Leaf[]): number[] {
  return leaves.length === 0 ? [] : answerOf(items, leaves).turns;
}

const nothing: readonly Span[] = [];

/** What is to be marked in a turn of a window: places in its text, in order and apart from each other. The same list as long as the query is. */
export function hitsFor(items: readonly Turn[] | undefined, leaves: readonly Leaf[], turn: number): readonly Span[] {
  return items && leaves.length > 0 ? (answerOf(items, leaves).byTurn.get(turn) ?? nothing) : nothing;
}
