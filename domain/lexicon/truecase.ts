import type { Truecase } from "@/domain/deid/schema";
import { Gap, Kind, tokensOf } from "./tokens";

/** Words that are counted: longer ones are no words, and there is no end of them. */
const LONGEST = 24;

/** How often a word stands in lower case, and how often with a capital that no sentence asked for. */
export type CaseCounts = Map<string, { lower: number; capital: number }>;

/** Adds the words of a text. A word at the head of a sentence or of a line says nothing of its case, and is not counted. */
export function addCase(counts: CaseCounts, text: string): void {
  const { count, start, end, kind, gap } = tokensOf(text);
  for (let i = 0; i < count; i++) {
    const lower = kind[i] === Kind.lower;
    if (!lower && kind[i] !== Kind.capital) continue;
    if (!lower && gap[i] !== Gap.space && gap[i] !== Gap.comma) continue;
    if ((end[i] ?? 0) - (start[i] ?? 0) > LONGEST) continue;
    const word = lower ? text.slice(start[i], end[i]) : text.slice(start[i], end[i]).toLowerCase();
    const held = counts.get(word);
    if (held) lower ? held.lower++ : held.capital++;
    else counts.set(word, { lower: lower ? 1 : 0, capital: lower ? 0 : 1 });
  }
}

/** What the counts say, as the detector asks for it. */
export function truecaseOf(counts: ReadonlyMap<string, { lower: number; capital: number }>): Truecase {
  return { lower: (word) => counts.get(word)?.lower ?? 0, capital: (word) => counts.get(word)?.capital ?? 0 };
}
