import { notText } from "@/domain/formats/reader";
import type { NormalisedConversation } from "@/domain/formats/schema";
import type { Tally } from "./schema";
import type { Staged } from "./stage";

export function emptyTally(): Tally {
  return {
    conversations: 0,
    turns: 0,
    prompts: 0,
    outputs: 0,
    words: 0,
    outputsMissing: 0,
    roleBreaks: 0,
    emptyTurns: 0,
    notText: 0,
    charactersReplaced: 0,
    branches: 0,
    languages: {},
    models: {},
    months: {},
    lengths: {},
  };
}

/** Adds to the tally what one conversation counts for. What it does not say is counted as `unknown` or `undated`. */
export function countIn(tally: Tally, conversation: NormalisedConversation, { words, charactersReplaced }: Staged): void {
  const { turns, startedAt, model, language, branches } = conversation;
  tally.conversations++;
  tally.turns += turns.length;
  tally.words += words;
  if (charactersReplaced) tally.charactersReplaced++;
  tally.branches += branches.length;
  let previous = "output";
  for (const { role, text } of turns) {
    if (text.trim() === "") tally.emptyTurns++;
    if (text.includes(notText)) tally.notText++;
    if (role !== "prompt" && role !== "output") continue;
    if (role === "prompt") tally.prompts++;
    else tally.outputs++;
    if (role === previous) tally.roleBreaks++;
    if (role === "prompt" && previous === "prompt") tally.outputsMissing++;
    previous = role;
  }
  if (previous === "prompt") tally.outputsMissing++;
  addTo(tally.languages, language ?? "unknown", 1);
  addTo(tally.models, model ?? "unknown", 1);
  addTo(tally.months, startedAt?.slice(0, 7) ?? "undated", 1);
  addTo(tally.lengths, lengthOf(turns.length), 1);
}

/** Adds `more` to `sum`, which it changes. */
export function addTally(sum: Tally, more: Tally): void {
  for (const [key, value] of Object.entries(more) as [keyof Tally, number | Record<string, number>][]) {
    const mine = sum[key];
    if (typeof value === "number") Object.assign(sum, { [key]: Number(mine) + value });
    else if (typeof mine === "object") for (const [name, n] of Object.entries(value)) addTo(mine, name, n);
  }
}

/** The same tally in an order that depends on nothing but what it holds: months by date, everything else by number. */
export function inOrder(tally: Tally): Tally {
  const byNumber = (counts: Record<string, number>) =>
    Object.fromEntries(Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
  const months = Object.fromEntries(Object.entries(tally.months).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...tally, languages: byNumber(tally.languages), models: byNumber(tally.models), months, lengths: byNumber(tally.lengths) };
}

// A model may be named __proto__, or constructor: names are data.
function addTo(counts: Record<string, number>, name: string, n: number) {
  const known = Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0;
  if (known > 0) counts[name] = known + n;
  else Object.defineProperty(counts, name, { value: known + n, enumerable: true, configurable: true, writable: true });
}

function lengthOf(turns: number): string {
  if (turns <= 2) return String(turns);
  const power = Math.ceil(Math.log2(turns));
  return `${2 ** (power - 1) + 1}-${2 ** power}`;
}
