import type { TurnRole } from "@/domain/conversations/schema";
import { type Word, wordsOf } from "@/domain/search/words";
import { isTerm, type Leaf, leavesOf, type Near, patternsOf, type Question, type Term } from "./question";

// Marks what the search found, by the search's own rules: a phrase as a whole, of a proximity only what stands near enough, and where it was asked for.

export type Span = { readonly start: number; readonly end: number };
/** Words of a text by their ordinal, both included. */
type Run = { readonly from: number; readonly to: number };
/** A regular expression that is true of a text, and the places where it is found, in order. It is carried out in the database alone. */
export type Found = { readonly pattern: string; readonly marks: readonly Span[] };
/** `found`: which regular expressions of the question are true of the turn; not there where that is not known. */
type Said = { readonly role: TurnRole; readonly turn: number; readonly text: string; readonly found?: readonly Found[] };

/** Where a text answers: the exact places of each leaf, in order, overlapping ones joined, in UTF-16 units. Scopes are taken to be met. */
export function hitsIn(text: string, leaves: readonly Leaf[], found: readonly Found[] = []): Span[] {
  const words = wordsOf(text);
  const spans = leaves.flatMap((leaf) =>
    leaf.op === "regex"
      ? found.filter(({ pattern }) => pattern === leaf.pattern).flatMap(({ marks }) => marks)
      : runsOf(words, leaf).map(({ from, to }) => ({ start: words[from]?.start ?? 0, end: words[to]?.end ?? 0 })),
  );
  return joined(spans.sort((a, b) => a.start - b.start));
}

/** What of these spans lies within a stretch, counted from where it begins. */
export function clipped(spans: readonly Span[], from: number, to: number): Span[] {
  return spans
    .filter(({ start, end }) => start < to && end > from)
    .map(({ start, end }) => ({ start: Math.max(start, from) - from, end: Math.min(end, to) - from }));
}

/** What is to be marked in a turn of which it is known that it answers a leaf. */
export function marksOf(leaf: Leaf, role: TurnRole): Leaf[] {
  if (leaf.op === "in") return marksOf(leaf.item, role);
  if (leaf.op === "turn") return leavesOf(leaf.item);
  if (leaf.op === "then") return leavesOf(role === "prompt" ? leaf.prompt : leaf.output);
  return [leaf];
}

/** For each of these turns, which follow each other, what is to be marked in it. Where all is to be marked everywhere, the same list. */
export function leavesByTurn(turns: readonly Said[], leaves: readonly Leaf[]): ReadonlyMap<number, readonly Leaf[]> {
  if (!leaves.some(({ op }) => op === "in" || op === "turn" || op === "then")) return new Map(turns.map(({ turn }) => [turn, leaves]));
  const paired = leaves.map((leaf) => (leaf.op === "then" ? pairsOf(turns, leaf.prompt, leaf.output) : null));
  return new Map(
    turns.map((said) => [
      said.turn,
      leaves.flatMap((leaf, i) => ((leaf.op === "then" ? paired[i]?.has(said.turn) : meets(said, leaf)) ? marksOf(leaf, said.role) : [])),
    ]),
  );
}

function meets(said: Said, leaf: Leaf): boolean {
  if (leaf.op === "turn") return holds(said, leaf.item);
  if (leaf.op !== "in") return true;
  if (leaf.role && leaf.role !== said.role) return false;
  if (leaf.turns && (said.turn < leaf.turns[0] || said.turn > leaf.turns[1])) return false;
  return meets(said, leaf.item);
}

/** The turns of prompts and outputs that answer each other: an output answers the last prompt before it. */
function pairsOf(turns: readonly Said[], prompt: Question, output: Question): ReadonlySet<number> {
  const found = new Set<number>();
  let asked: number | null = null;
  for (const said of turns) {
    if (said.role === "prompt") asked = holds(said, prompt) ? said.turn : null;
    else if (said.role === "output" && asked !== null && holds(said, output)) found.add(asked).add(said.turn);
  }
  return found;
}

/** Is this true of one turn? Nothing is that asks for a regular expression of which it is not known. */
function holds(said: Said, question: Question): boolean {
  if (!said.found && patternsOf(question).length > 0) return false;
  const words = wordsOf(said.text);
  const isTrue = (asked: Question): boolean => {
    if (asked.op === "and") return asked.items.every(isTrue);
    if (asked.op === "or") return asked.items.some(isTrue);
    if (asked.op === "not") return !isTrue(asked.item);
    if (asked.op === "regex") return said.found?.some(({ pattern }) => pattern === asked.pattern) === true;
    return asked.op !== "field" && runsOf(words, asked).length > 0;
  };
  return isTrue(question);
}

function runsOf(words: readonly Word[], leaf: Leaf): Run[] {
  if (isTerm(leaf)) return termRuns(words, leaf);
  if (leaf.op === "in" || leaf.op === "turn" || leaf.op === "then" || leaf.op === "regex") return [];
  return nearRuns(words, leaf);
}

function termRuns(words: readonly Word[], term: Term): Run[] {
  const wanted = testsOf(term);
  const last = wanted.length - 1;
  if (last < 0) return [];
  return words.flatMap((_, at) =>
    at + last < words.length && wanted.every((test, i) => test(words[at + i]?.word ?? "")) ? [{ from: at, to: at + last }] : [],
  );
}

type Test = (word: string) => boolean;

function testsOf(term: Term): Test[] {
  if (term.op === "phrase") return term.words.map(anyOf);
  const said = wordsOf(term.text).map(({ word }) => word);
  return said.map((one, i) => (term.op === "prefix" && i === said.length - 1 ? (word) => word.startsWith(one) : (word) => word === one));
}

function anyOf(any: readonly string[]): Test {
  const whole = new Set(any.filter((one) => !/[*?=]/.test(one)));
  const patterns = any.filter((one) => /[*?=]/.test(one)).map((one) => [...one]);
  return (word) => whole.has(word) || patterns.some((pattern) => isLike([...word], pattern));
}

// Goes back to the last asterisk only, so the time is at most length by length whatever is typed.
function isLike(word: readonly string[], pattern: readonly string[]): boolean {
  let [at, p, star, from] = [0, 0, -1, 0];
  while (at < word.length) {
    const sign = pattern[p];
    if (sign === "*") [star, from, p] = [p, at, p + 1];
    else if (sign === "?" || (sign === "=" ? /^[0-9]$/.test(word[at] ?? "") : sign === word[at])) [at, p] = [at + 1, p + 1];
    else if (star >= 0) [from, at, p] = [from + 1, from + 1, star + 1];
    else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

function nearRuns(words: readonly Word[], { op, a, b, within }: Near): Run[] {
  const left = a.flatMap((term) => termRuns(words, term));
  const right = b.flatMap((term) => termRuns(words, term));
  const [begins, ends] = [new Map<number, Run[]>(), new Map<number, Run[]>()];
  for (const run of right) {
    begins.set(run.from, [...(begins.get(run.from) ?? []), run]);
    ends.set(run.to, [...(ends.get(run.to) ?? []), run]);
  }
  const beside = ({ from, to }: Run): Run[] => {
    const found: Run[] = [];
    for (let far = 1; far <= within; far++) {
      found.push(...(begins.get(to + far) ?? []));
      if (op !== "before") found.push(...(ends.get(from - far) ?? []));
    }
    return found;
  };
  if (op === "apart") return left.filter((run) => beside(run).length === 0);
  return left.flatMap((run) => {
    const found = beside(run);
    return found.length > 0 ? [run, ...found] : [];
  });
}

function joined(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans) {
    const before = out.at(-1);
    if (before && span.start < before.end) out[out.length - 1] = { start: before.start, end: Math.max(before.end, span.end) };
    else out.push(span);
  }
  return out;
}
