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

/** A question without what does not matter to it, as spelling, and the order of what is joined with AND or OR: two terms with the same ask the same. */
export function meaningOf(question: Question): string {
  return JSON.stringify(meant(question));
}

function meant(question: Question): unknown {
  switch (question.op) {
    case "and":
    case "or": {
      const all = new Set(joinedBy(question.op, question).map(meaningOf));
      return all.size === 1 ? JSON.parse([...all].join()) : { op: question.op, items: inOrder(all) };
    }
    case "not":
    case "turn":
    case "in":
      return { ...question, item: meant(question.item) };
    case "then":
      return { op: question.op, prompt: meant(question.prompt), output: meant(question.output) };
    case "near":
    case "before":
    case "apart": {
      const sides = [question.a, question.b].map((side) => inOrder(side.map(meaningOf)).join());
      return { op: question.op, within: question.within, sides: question.op === "near" ? inOrder(sides) : sides };
    }
    case "phrase":
      return { op: question.op, words: question.words };
    case "words":
    case "prefix":
      return { op: question.op, text: wordsOf(question.text).map(({ word }) => word) };
    case "field":
      return "values" in question ? { ...question, values: inOrder(question.values.map((value) => value.trim().toLowerCase())) } : question;
    default:
      return question;
  }
}

/** Each once, in an order that does not depend on how they came. */
const inOrder = (texts: Iterable<string>) => [...new Set(texts)].sort((a, b) => (a < b ? -1 : 1));
const joinedBy = (op: "and" | "or", question: Question): readonly Question[] =>
  question.op === op && "items" in question ? question.items.flatMap((item) => joinedBy(op, item)) : [question];

/** What asks for codes of the own side, and so depends on them. */
export function asksForCodes(lines: readonly Line[], filters: Readonly<Record<string, unknown>>): boolean {
  const written = lines.some(({ question }) => question && /"field":"(?:code|uncoded)"/.test(JSON.stringify(question)));
  return written || "codes" in filters || "uncoded" in filters;
}
