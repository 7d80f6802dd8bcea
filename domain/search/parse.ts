import { DomainError } from "@/lib/errors";
import { type Leaf, wordsOf } from "./words";

/** What was asked, as a tree. The database reads the same shape (search.condition). */
export type Question =
  | { readonly op: "and" | "or"; readonly items: readonly Question[] }
  | { readonly op: "not"; readonly item: Question }
  | { readonly op: "words" | "prefix"; readonly text: string };

type Kind = "(" | ")" | "and" | "or" | "not" | "word" | "prefix" | "phrase" | "phrase*";
/** `at` and `length` are the place in the query as typed, quotation marks and wildcard included. */
type Token = { readonly kind: Kind; readonly text: string; readonly at: number; readonly length: number };

/**
 * Reads a query as dtSearch does by default: words side by side are a phrase, OR binds tighter than AND, `word*` is any word that
 * begins so. What cannot be carried out exactly is refused, with its place and what to type instead; nothing is dropped silently.
 * An empty query is null: everything. Throws `invalid` with details {at, length}.
 */
export function parse(query: string): Question | null {
  const tokens = tokensOf(query);
  if (tokens.length === 0) return null;
  const state = { tokens, next: 0, depth: 0, query };
  const question = readAnd(state);
  const rest = tokens[state.next];
  if (rest) throw problem("There is a closing parenthesis with nothing to close.", rest.at, 1);
  return question;
}

type State = { readonly tokens: readonly Token[]; next: number; depth: number; readonly query: string };

/** Deeper than anybody writes; the index of the database follows some thirty. */
const DEPTH = 20;

function readAnd(state: State): Question {
  const items = [readOr(state)];
  for (let token = state.tokens[state.next]; token && token.kind !== ")"; token = state.tokens[state.next]) {
    if (token.kind === "and") state.next++;
    items.push(readOr(state));
  }
  return items.length === 1 && items[0] ? items[0] : { op: "and", items };
}

function readOr(state: State): Question {
  const items = [readNot(state)];
  while (state.tokens[state.next]?.kind === "or") {
    state.next++;
    items.push(readNot(state));
  }
  return items.length === 1 && items[0] ? items[0] : { op: "or", items };
}

function readNot(state: State): Question {
  const token = state.tokens[state.next++];
  if (!token) throw problem("Something is missing at the end: a word, a phrase or a parenthesis.", state.query.length, 0);
  if ((token.kind === "not" || token.kind === "(") && ++state.depth > DEPTH)
    throw problem(`A query nests at most ${DEPTH} levels of NOT and parentheses.`, token.at, token.length);
  if (token.kind === "not") {
    const item = readNot(state);
    state.depth--;
    return { op: "not", item };
  }
  if (token.kind === "(") {
    const inner = readAnd(state);
    state.depth--;
    if (state.tokens[state.next]?.kind !== ")") throw problem("This parenthesis is not closed.", token.at, 1);
    state.next++;
    return inner;
  }
  if (token.kind === "and" || token.kind === "or" || token.kind === ")")
    throw problem(`A word or phrase belongs before "${token.text}".`, token.at, token.text.length);
  return readWords(state, token);
}

// Words side by side are one phrase, up to the next connector, quotation or parenthesis. Only its last word may go on.
function readWords(state: State, first: Token): Question {
  const words = [first];
  while (first.kind === "word" || first.kind === "prefix") {
    const token = state.tokens[state.next];
    if (token?.kind !== "word" && token?.kind !== "prefix") break;
    if (words.at(-1)?.kind === "prefix")
      throw problem(`A wildcard ends a phrase. Put AND or OR before "${token.text}".`, token.at, token.length);
    words.push(token);
    state.next++;
  }
  const last = words.at(-1) ?? first;
  const text = words.map((token) => token.text).join(" ");
  if (wordsOf(text).length === 0)
    throw problem(`There is no word in "${text}" that could be found.`, first.at, last.at + last.length - first.at);
  return { op: last.kind.endsWith("*") || last.kind === "prefix" ? "prefix" : "words", text };
}

const connectors: Readonly<Record<string, Kind>> = { and: "and", or: "or", not: "not" };

function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|[()]|["“”]([^"“”]*)(["“”]?)|[^\s()"“”]+/gu;
  for (const match of query.matchAll(pattern)) {
    const [text] = match;
    const at = match.index;
    if (/^\s/.test(text)) continue;
    if (text === "(" || text === ")") tokens.push({ kind: text, text, at, length: 1 });
    else if (/^["“”]/.test(text)) tokens.push(quoted(match, at));
    else tokens.push(bare(text, at));
  }
  return tokens;
}

function quoted(match: RegExpMatchArray, at: number): Token {
  if (!match[2]) throw problem("This quotation is not closed.", at, match[0].length);
  const said = match[1] ?? "";
  const inner = said.trimEnd().replace(/\*$/, "");
  if (inner.includes("*")) throw problem("A wildcard stands at the end of a phrase only: “annual report*”.", at, match[0].length);
  return { kind: said.trimEnd().endsWith("*") ? "phrase*" : "phrase", text: inner, at, length: match[0].length };
}

function bare(text: string, at: number): Token {
  const length = text.length;
  const kind = Object.hasOwn(connectors, text.toLowerCase()) ? connectors[text.toLowerCase()] : undefined;
  if (kind) return { kind, text, at, length };
  const refusal = unsupported.find(([pattern]) => pattern.test(text));
  if (refusal) throw problem(refusal[1], at, length);
  if (text.endsWith("*")) return { kind: "prefix", text: text.slice(0, -1), at, length };
  return { kind: "word", text, at, length };
}

const unsupported: readonly (readonly [RegExp, string])[] = [
  [/^(w|pre)\/\d*$/i, "Proximity (w/N, pre/N) is not carried out yet. Use a phrase in quotation marks, or AND."],
  [/^\*/, "A wildcard cannot stand first. Begin with letters: report*."],
  [/\*.*\*|\*./, "A wildcard stands at the end of a word only: report*."],
  [/\?/, "The single-letter wildcard ? is not carried out yet. List the forms with OR."],
  [/~$/, "Stemming ~ is not carried out yet. Use report* or list the forms with OR."],
  [/!$/, "Write the Lexis root expander ! as a wildcard: report*."],
  [/^[a-z]+:/i, "Fields are set by the filters beside the search, not in the query."],
];

function problem(message: string, at: number, length: number) {
  return new DomainError("invalid", message, { at, length });
}

/** How the query was understood, in plain English. */
export function readingOf(question: Question | null): string {
  if (!question) return "Every conversation";
  return `Conversations with ${phraseOf(question)}`;
}

function phraseOf(question: Question): string {
  switch (question.op) {
    case "words":
      return wordsOf(question.text).length > 1 ? `the phrase “${question.text}”` : `“${question.text}”`;
    case "prefix":
      return `a word beginning “${question.text}”`;
    case "not":
      return `no ${isLeaf(question.item) ? phraseOf(question.item) : `match of ${phraseOf(question.item)}`}`;
    default: {
      const parts = question.items.map((item) => (isLeaf(item) || item.op === "not" ? phraseOf(item) : `(${phraseOf(item)})`));
      return question.op === "and" ? parts.join(" and ") : `either ${parts.join(" or ")}`;
    }
  }
}

function isLeaf(question: Question) {
  return question.op === "words" || question.op === "prefix";
}

/** The words and phrases that a match contains: what is marked in the text. What was excluded is not among them. */
export function leavesOf(question: Question | null): Leaf[] {
  if (!question || question.op === "not") return [];
  return "items" in question ? question.items.flatMap(leavesOf) : [{ text: question.text, prefix: question.op === "prefix" }];
}
