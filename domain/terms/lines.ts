import type { Leaf, Question } from "@/domain/query/question";
import { leavesOf } from "@/domain/query/question";
import { readingOf } from "@/domain/query/reading";
import { parse, type QuerySettings } from "@/domain/search/parse";
import { wordsOf } from "@/domain/search/words";
import { DomainError } from "@/lib/errors";
import { MOST_CHARACTERS, MOST_TERMS } from "./schema";

/** A line of a list of terms as it is kept: asked, or with the reason why it is not. */
export type Line = {
  readonly n: number;
  readonly line: number;
  readonly term: string;
  readonly question: Question | null;
  readonly leaves: readonly Leaf[];
  readonly reading: string | null;
  readonly sameAs: number | null;
  readonly problem: string | null;
  readonly at: number | null;
  readonly length: number | null;
};
export type Lines = { readonly lines: readonly Line[]; readonly empty: number };

/**
 * Reads a list of terms, one a line, each for itself: what cannot be asked becomes a line that says why and where, and spoils no other. A term
 * that asks what an earlier one asks is that one's repetition, however it is written. Throws `invalid` where there is no term, or where there are too many.
 */
export function linesOf(text: string, settings: QuerySettings): Lines {
  const asked = new Map<string, number>();
  const lines: Line[] = [];
  const given = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  let empty = 0;
  for (const [at, whole] of given.entries()) {
    const term = whole.trim();
    if (term === "") {
      if (at < given.length - 1) empty++; // what a last line break leaves is no line
      continue;
    }
    if (lines.length >= MOST_TERMS)
      throw new DomainError("invalid", `A report has at most ${MOST_TERMS.toLocaleString("en")} terms. Make two of it.`, { rule: "terms" });
    lines.push({ n: lines.length + 1, line: at + 1, ...lineOf(term, settings, asked, lines.length + 1) });
  }
  if (lines.length === 0) throw new DomainError("invalid", "There is no term in this. Write one a line.", { rule: "terms" });
  return { lines, empty };
}

const unasked = { question: null, leaves: [], reading: null, sameAs: null, problem: null, at: null, length: null };

function lineOf(term: string, settings: QuerySettings, asked: Map<string, number>, n: number): Omit<Line, "n" | "line"> {
  if (term.length > MOST_CHARACTERS) {
    const problem = `A term has at most ${MOST_CHARACTERS.toLocaleString("en")} characters; this has ${term.length.toLocaleString("en")}.`;
    return { ...unasked, term: term.slice(0, MOST_CHARACTERS).toWellFormed(), problem, at: MOST_CHARACTERS, length: 0 };
  }
  try {
    const question = parse(term, settings);
    if (!question) return { ...unasked, term, problem: "There is nothing in this to search for.", at: 0, length: term.length };
    const meaning = meaningOf(question);
    const earlier = asked.get(meaning);
    const reading = readingOf(question);
    if (earlier !== undefined) return { ...unasked, term, reading, sameAs: earlier };
    asked.set(meaning, n);
    return { ...unasked, term, question, leaves: leavesOf(question), reading };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { at, length } = error.details ?? {};
    const place = (value: unknown) => (typeof value === "number" ? value : null);
    return { ...unasked, term, problem: error.message, at: place(at), length: place(length) };
  }
}

/** A question without what does not matter to it: two terms with the same ask the same. */
export function meaningOf(question: Question): string {
  return JSON.stringify(question, (_key, value) => {
    if (typeof value !== "object" || value === null || !("op" in value)) return value;
    if (value.op === "phrase") return { op: value.op, words: value.words };
    if (value.op === "words" || value.op === "prefix") return { op: value.op, text: wordsOf(value.text).map(({ word }) => word) };
    return value;
  });
}

/** What asks for codes of the own side, and so depends on them. */
export function asksForCodes(lines: readonly Line[], filters: Readonly<Record<string, unknown>>): boolean {
  const written = lines.some(({ question }) => question && /"field":"(?:code|uncoded)"/.test(JSON.stringify(question)));
  return written || "codes" in filters || "uncoded" in filters;
}
