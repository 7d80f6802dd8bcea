import type { Turn } from "@/domain/conversations/schema";
import { hitsIn, leavesByTurn, type Span } from "@/domain/query/hits";
import { type Leaf, leavesOf, patternsOf } from "@/domain/query/question";
import { parse, type QuerySettings } from "@/domain/search/parse";
import { wordsOf } from "@/domain/search/words";

/**
 * What a query looks for, to be marked. A query that cannot be read is looked for as the words it has, in their order. Of regular expressions, which are
 * carried out in the database alone, only those that were `asked` there; nothing of what holds another one.
 */
export function leavesIn(query: string, settings?: QuerySettings, asked: readonly string[] = []): readonly Leaf[] {
  if (!query.trim()) return [];
  try {
    return leavesOf(parse(query, settings)).filter((leaf) => patternsOf(leaf).every((pattern) => asked.includes(pattern)));
  } catch {
    return wordsOf(query).length > 0 && !holdsPattern(query) ? [{ op: "words", text: query }] : [];
  }
}

const holdsPattern = (query: string) => query.includes('"##');

/** The regular expressions of a query that can be carried out. */
export function patternsIn(query: string, settings?: QuerySettings): readonly string[] {
  try {
    return holdsPattern(query) ? patternsOf(parse(query, settings)) : [];
  } catch {
    return [];
  }
}

/** Whether what is found here holds a regular expression that was not asked of the database. */
export function holdsUnasked(query: string, settings: QuerySettings, asked: readonly string[]): boolean {
  const patterns = patternsIn(query, settings);
  return holdsPattern(query) && (patterns.length === 0 || patterns.some((pattern) => !asked.includes(pattern)));
}

type Answer = { readonly leaves: readonly Leaf[]; readonly byTurn: ReadonlyMap<number, readonly Span[]>; readonly turns: number[] };
const answers = new WeakMap<readonly Turn[], Answer>();

// Looked for once per window and query.
function answerOf(items: readonly Turn[], leaves: readonly Leaf[]): Answer {
  const known = answers.get(items);
  if (known?.leaves === leaves) return known;
  const asked = leavesByTurn(items, leaves);
  const byTurn = new Map(items.map(({ turn, text, found }) => [turn, hitsIn(text, asked.get(turn) ?? [], found)]));
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
