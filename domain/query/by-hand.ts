import { wordsOf } from "@/domain/search/words";
import { type Field, type Leaf, leavesOf, type Near, type Question, type Term, type Then } from "./question";

// For tests alone: a second search, to hold the first against.

/** A conversation as a search by hand has it before its eyes. */
export type Held = {
  id: string;
  volume: string;
  at: string | null;
  model: string;
  language: string;
  turns: number;
  said: string[][];
  texts: string[];
  roles: string[];
  coded: boolean;
};

/** Every rule of the language, said once more and in another way: by trying all words, one by one, with nothing known beforehand. */
export function matches(question: Question, one: Held): boolean {
  const turn: (asked: Question, n: number) => boolean = (asked, n) => ofTurnAlone(asked, n, one);
  const whole = (asked: Question): boolean => {
    if (asked.op === "and") return asked.items.every(whole);
    if (asked.op === "or") return asked.items.some(whole);
    if (asked.op === "not") return !whole(asked.item);
    if (asked.op === "field") return ofField(asked, one);
    if (asked.op === "then") {
      return one.said.some((_, p) => {
        if (one.roles[p] !== "prompt" || !turn(asked.prompt, p)) return false;
        const next = one.roles.indexOf("prompt", p + 1);
        return one.said.some((_, o) => o > p && (next < 0 || o < next) && one.roles[o] === "output" && turn(asked.output, o));
      });
    }
    return one.said.some((_, n) => turn(asked, n));
  };
  return whole(question);
}

/** The turns, from 0, in which something stands that the question looks for. What it excludes is not looked for. */
export function turnsHit(question: Question, one: Held): number[] {
  const hit = leavesOf(question).flatMap((leaf) => (leaf.op === "then" ? pairsHit(leaf, one) : everyTurn(leaf, one)));
  return [...new Set(hit)];
}

/** The characters of a turn, from 0, in UTF-16 units, that are marked in it: what the question looks for, where it is found. */
export function charactersMarked(question: Question, n: number, one: Held): Set<number> {
  const text = one.texts[n] ?? "";
  const words = wordsOf(text);
  const runs = (leaf: Leaf): [number, number][] => {
    if (leaf.op === "in") return runs(leaf.item);
    if (leaf.op === "turn") return leavesOf(leaf.item).flatMap(runs);
    if (leaf.op === "then") return leavesOf(one.roles[n] === "prompt" ? leaf.prompt : leaf.output).flatMap(runs);
    if (leaf.op === "regex") {
      const pattern = new RegExp(leaf.pattern, "gi");
      return [...text.matchAll(pattern)].map(({ 0: hit, index }) => [index, index + hit.length]);
    }
    return placesMarked(one.said[n] ?? [], leaf).map((places) => [words[places[0] ?? 0]?.start ?? 0, words[places.at(-1) ?? 0]?.end ?? 0]);
  };
  const answered = leavesOf(question).filter((leaf) => (leaf.op === "then" ? pairsHit(leaf, one) : everyTurn(leaf, one)).includes(n));
  return new Set(answered.flatMap(runs).flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)));
}

// Of a distance both ends, each where the other is near enough; of `apart` the first alone.
function placesMarked(words: string[], leaf: Term | Near): number[][] {
  if (!("within" in leaf)) return placesOf(words, leaf);
  const [a, b] = [leaf.a, leaf.b].map((side) => side.flatMap((term) => placesOf(words, term))) as [number[][], number[][]];
  const near = (x: number[], y: number[]) => isClose(x, y, leaf.within) || (leaf.op !== "before" && isClose(y, x, leaf.within));
  if (leaf.op === "apart") return a.filter((x) => !b.some((y) => near(x, y)));
  return [...a.filter((x) => b.some((y) => near(x, y))), ...b.filter((y) => a.some((x) => near(x, y)))];
}

function isClose(x: number[], y: number[], within: number): boolean {
  const gap = (y[0] ?? 0) - (x.at(-1) ?? 0);
  return gap >= 1 && gap <= within;
}

const everyTurn = (leaf: Leaf, one: Held) => one.said.flatMap((_, n) => (ofTurnAlone(leaf, n, one) ? [n] : []));

// Prompts of which the one is true with the outputs, before the next prompt, of which the other is: each where it has its counterpart.
function pairsHit({ prompt, output }: Then, one: Held): number[] {
  return one.roles.flatMap((role, p) => {
    if (role !== "prompt" || !ofTurnAlone(prompt, p, one)) return [];
    const next = one.roles.indexOf("prompt", p + 1);
    const answered = one.roles.flatMap((of, o) =>
      of === "output" && o > p && (next < 0 || o < next) && ofTurnAlone(output, o, one) ? [o] : [],
    );
    return answered.length > 0 ? [p, ...answered] : [];
  });
}

function ofTurnAlone(asked: Question, n: number, one: Held): boolean {
  const turn = (inner: Question, at: number) => ofTurnAlone(inner, at, one);
  const words = one.said[n] ?? [];
  if (asked.op === "and") return asked.items.every((item) => turn(item, n));
  if (asked.op === "or") return asked.items.some((item) => turn(item, n));
  if (asked.op === "not") return !turn(asked.item, n);
  if (asked.op === "turn") return turn(asked.item, n);
  if (asked.op === "in") {
    const [from, to] = asked.turns ?? [1, Number.POSITIVE_INFINITY];
    return (!asked.role || asked.role === one.roles[n]) && n + 1 >= from && n + 1 <= to && turn(asked.item, n);
  }
  if (asked.op === "near" || asked.op === "before" || asked.op === "apart") {
    const [a, b] = [asked.a, asked.b].map((side) => side.flatMap((term) => placesOf(words, term))) as [number[][], number[][]];
    const close = (x: number[], y: number[]) => isClose(x, y, asked.within);
    if (asked.op === "before") return a.some((x) => b.some((y) => close(x, y)));
    const beside = (x: number[]) => b.some((y) => close(x, y) || close(y, x));
    return asked.op === "near" ? a.some(beside) : a.some((x) => !beside(x));
  }
  if (asked.op === "regex") return new RegExp(asked.pattern, "i").test(one.texts[n] ?? "");
  return asked.op === "words" || asked.op === "prefix" || asked.op === "phrase" ? placesOf(words, asked).length > 0 : false;
}

function placesOf(words: string[], term: Term): number[][] {
  const sign: Record<string, string> = { "*": ".*", "?": ".", "=": "[0-9]" };
  const like = (pattern: string) => new RegExp(`^${[...pattern].map((c) => sign[c] ?? `[${c}]`).join("")}$`, "su");
  const plain = term.op === "phrase" ? [] : wordsOf(term.text).map(({ word }) => word);
  const wanted = term.op === "phrase" ? term.words.map((any) => any.map(like)) : plain.map((word) => [like(word)]);
  if (term.op === "prefix") wanted[wanted.length - 1] = [like(`${plain.at(-1)}*`)];
  return words
    .map((_, at) => wanted.map((_, i) => at + i))
    .filter((places) => places.every((place, i) => place < words.length && wanted[i]?.some((one) => one.test(words[place] ?? ""))));
}

function ofField(asked: Field, one: Held): boolean {
  if (asked.field === "turns" || asked.field === "words") return one.turns >= (asked.from ?? 0) && one.turns <= (asked.to ?? 1e9);
  if (asked.field === "date")
    return one.at !== null && one.at.slice(0, 10) >= (asked.from ?? "") && one.at.slice(0, 10) <= (asked.to ?? "9999");
  if (asked.field === "uncoded") return !one.coded;
  const values = asked.values.map((value) => value.toLowerCase());
  if (asked.field === "code") return one.coded && values.some((value) => ["hot", "h*", "*"].includes(value));
  const value = one[asked.field].toLowerCase();
  return values.some((wanted) => (wanted.endsWith("*") ? value.startsWith(wanted.slice(0, -1)) : value === wanted));
}
