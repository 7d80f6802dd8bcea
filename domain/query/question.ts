import type { TurnRole } from "@/domain/conversations/schema";

/** Words as typed, side by side a phrase; `prefix`: the last one may go on. */
type Said = { readonly op: "words"; readonly text: string } | { readonly op: "prefix"; readonly text: string };
/**
 * A word or phrase with wildcards or forms. `text` is what was typed; `words` has a list for each word of the phrase, of what it may be: folded,
 * with `*` for any characters, `?` for one, `=` for a digit.
 */
type Phrase = { readonly op: "phrase"; readonly text: string; readonly words: readonly (readonly string[])[] };
export type Term = Said | Phrase;

/** Any of `a` and any of `b` in one turn: `near` within so many words, `before` in this order, `apart` an `a` with no `b` so near. */
export type Near = {
  readonly op: "near" | "before" | "apart";
  readonly a: readonly Term[];
  readonly b: readonly Term[];
  readonly within: number;
};
/** A regular expression of PostgreSQL, asked of each turn as it was written, whatever the case. */
export type Regex = { readonly op: "regex"; readonly pattern: string };
/** A turn of which all this is true. */
export type OneTurn = { readonly op: "turn"; readonly item: Question };
/** Looked for only in turns of a role, or from one turn to another. */
export type Scoped = {
  readonly op: "in";
  readonly role?: TurnRole;
  readonly turns?: readonly [number, number];
  readonly item: Term | Near | Regex | OneTurn;
};
/** A prompt of which the one is true, answered by an output of which the other is. */
export type Then = { readonly op: "then"; readonly prompt: Question; readonly output: Question };
/** What is found in the text, and marked in it. */
export type Leaf = Term | Near | Regex | OneTurn | Scoped | Then;

type Named<F> = { readonly op: "field"; readonly field: F; readonly values: readonly string[] };
type Sized<F> = { readonly op: "field"; readonly field: F; readonly from?: number; readonly to?: number };
/** What is asked of a conversation as a whole. Values may have wildcards; days are in UTC and both included. */
export type Field =
  | Named<"model">
  | Named<"language">
  | Named<"volume">
  | Named<"code">
  | Sized<"turns">
  | Sized<"words">
  | { readonly op: "field"; readonly field: "date"; readonly from?: string; readonly to?: string }
  | { readonly op: "field"; readonly field: "uncoded" };

/** What was asked, as a tree. The database reads the same shape (search.condition). */
export type Question =
  | Leaf
  | Field
  | { readonly op: "and"; readonly items: readonly Question[] }
  | { readonly op: "or"; readonly items: readonly Question[] }
  | { readonly op: "not"; readonly item: Question };

export function isTerm(question: Question): question is Term {
  return question.op === "words" || question.op === "prefix" || question.op === "phrase";
}

export function isNear(question: Question): question is Near {
  return question.op === "near" || question.op === "before" || question.op === "apart";
}

/** What a match contains: what is marked in the text. What was excluded is not among them. */
export function leavesOf(question: Question | null): Leaf[] {
  if (!question || question.op === "not" || question.op === "field") return [];
  return "items" in question ? question.items.flatMap(leavesOf) : [question];
}

/** The regular expressions of a question, wherever they stand in it, each once. */
export function patternsOf(question: Question | null): string[] {
  if (!question) return [];
  if (question.op === "regex") return [question.pattern];
  const inner =
    "items" in question
      ? question.items
      : "item" in question
        ? [question.item]
        : question.op === "then"
          ? [question.prompt, question.output]
          : [];
  return [...new Set(inner.flatMap(patternsOf))];
}
