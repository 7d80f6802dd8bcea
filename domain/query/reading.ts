import { wordsOf } from "@/domain/search/words";
import { print } from "./print";
import { type Field, isTerm, type Leaf, type Question, type Scoped, type Term } from "./question";

/** How a query was understood, in plain English, with parentheses wherever they matter. */
export function readingOf(question: Question | null): string {
  if (!question) return "Every conversation";
  return question.op === "not" ? `Conversations ${said(question)}` : `Conversations with ${said(question)}`;
}

/** Which character of a text stands at a place in UTF-16 units, from 1, as people count: an emoji is one. */
export function characterAt(text: string, at: number): number {
  return [...new Intl.Segmenter("en").segment(text.slice(0, at))].length + 1;
}

/** A part of a question that can be asked for itself, and counted: its reading, and the query that asks for it alone. */
export type Clause = { readonly reading: string; readonly query: string; readonly question: Question };
/** The parts of a question. `join`: what joins them; null when there is one. */
export type Clauses = { readonly join: "and" | "or" | null; readonly clauses: readonly Clause[] };

export function clausesOf(question: Question | null): Clauses {
  if (!question) return { join: null, clauses: [] };
  const [join, items] = question.op === "and" || question.op === "or" ? [question.op, question.items] : [null, [question]];
  return { join, clauses: items.map((item) => ({ reading: said(item), query: print(item), question: item })) };
}

function said(question: Question): string {
  switch (question.op) {
    case "and":
      return question.items.map(enclosed).join(" and ");
    case "or":
      return `either ${question.items.map(enclosed).join(" or ")}`;
    case "not":
      return `without ${enclosed(question.item)}`;
    case "field":
      return fieldSaid(question);
    default:
      return leafSaid(question);
  }
}

const enclosed = (question: Question) => ("items" in question || question.op === "not" ? `(${said(question)})` : said(question));

function leafSaid(leaf: Leaf): string {
  if (isTerm(leaf)) return termSaid(leaf);
  const words = (count: number) => (count === 1 ? "1 word" : `${count} words`);
  switch (leaf.op) {
    case "near":
      return `${sideSaid(leaf.a)} within ${words(leaf.within)} of ${sideSaid(leaf.b)}`;
    case "before":
      return `${sideSaid(leaf.a)} at most ${words(leaf.within)} before ${sideSaid(leaf.b)}`;
    case "apart":
      return `${sideSaid(leaf.a)} that has no ${sideSaid(leaf.b)} within ${words(leaf.within)}`;
    case "regex":
      return `text that matches the regular expression “${leaf.pattern}”`;
    case "turn":
      return `one turn with all of (${said(leaf.item)})`;
    case "then":
      return `a prompt with (${said(leaf.prompt)}) answered by an output with (${said(leaf.output)})`;
    case "in":
      return `${enclosed(leaf.item)} ${scopeSaid(leaf)}`;
  }
}

const articles = { prompt: "a prompt", output: "an output", system: "a system turn", tool: "a tool turn" } as const;

function scopeSaid({ role, turns }: Scoped): string {
  const where = turns && (turns[0] === turns[1] ? `turn ${turns[0]}` : `turns ${turns[0]} to ${turns[1]}`);
  return [role && `in ${articles[role]}`, where && (role ? `(${where})` : `in ${where}`)].filter(Boolean).join(" ");
}

function sideSaid(side: readonly Term[]): string {
  return side.length === 1 && side[0] ? termSaid(side[0]) : `(either ${side.map(termSaid).join(" or ")})`;
}

function termSaid(term: Term): string {
  if (term.op === "words") return wordsOf(term.text).length > 1 ? `the phrase “${term.text}”` : `“${term.text}”`;
  if (term.op === "prefix") {
    return wordsOf(term.text).length > 1 ? `a phrase beginning “${term.text}”` : `a word beginning “${term.text}”`;
  }
  const forms = term.words.filter((any) => any.length > 1).map(([word, ...others]) => `“${word}” also as ${others.join(", ")}`);
  const signs = term.words.some((any) => any.some((word) => /[*?=]/.test(word)));
  if (term.words.length === 1 && forms.length > 0) return `a form of ${forms[0]?.replace(" also as ", " (")})`;
  const what = term.words.length === 1 ? "a word like" : "a phrase like";
  const notes = [...(signs ? [signsSaid(term.words.flat().join(""))] : []), ...forms];
  return `${what} “${term.text}” (${notes.join("; ")})`;
}

function signsSaid(text: string): string {
  const known = [text.includes("*") && "* any letters or none", text.includes("?") && "? one letter", text.includes("=") && "= one digit"];
  return known.filter(Boolean).join(", ");
}

function fieldSaid(field: Field): string {
  const any = (values: readonly string[]) => values.map((value) => `“${value}”`).join(" or ");
  switch (field.field) {
    case "uncoded":
      return "no code of your side";
    case "code":
      return `your side’s code ${any(field.values)}`;
    case "turns":
    case "words": {
      const { from, to } = field;
      if (from !== undefined && to !== undefined) return from === to ? `exactly ${from} ${field.field}` : `${from} to ${to} ${field.field}`;
      return from !== undefined ? `at least ${from} ${field.field}` : `at most ${to} ${field.field}`;
    }
    case "date": {
      const { from, to } = field;
      if (from && to) return from === to ? `a start on ${from}` : `a start from ${from} to ${to}`;
      return from ? `a start on ${from} or later` : `a start on ${to} or earlier`;
    }
    default:
      return `the ${field.field} ${any(field.values)}`;
  }
}
