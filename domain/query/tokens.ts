import { problem } from "./problem";

export type Kind = "(" | ")" | "and" | "or" | "not" | "word" | "quoted" | "near" | "name";
/** `at` and `length` are the place in the query as typed. `text` of a quotation is what it quotes, of a name the name. */
export type Token = {
  readonly kind: Kind;
  readonly text: string;
  readonly at: number;
  readonly length: number;
  /** Of a proximity. */
  readonly within?: number;
  /** Of a name (`model:`): what follows it without a blank. */
  readonly value?: string;
};

/** Cuts a query into tokens. What another search language would understand and this one does not is refused here, with what to type instead. */
export function tokensOf(query: string): Token[] {
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
  const length = match[0].length;
  const said = match[1] ?? "";
  if (!match[2]) throw problem("This quotation is not closed.", { at, length });
  const asked = said.startsWith("##") ? null : /\?+(?![\p{L}\p{M}\p{N}*?=])/u.exec(said);
  if (asked)
    throw problem(
      "In a quotation a question mark at the end of a word could be either. Leave it out; for one letter more write it unquoted: word?",
      {
        at: at + 1 + asked.index,
        length: asked[0].length,
      },
    );
  return { kind: "quoted", text: said, at, length };
}

const connectors: Readonly<Record<string, Kind>> = { and: "and", or: "or", not: "not" };

/** The most words of a distance: what PostgreSQL repeats in a regular expression. */
const FARTHEST = 255;

export function bare(text: string, at: number): Token {
  const length = text.length;
  const kind = Object.hasOwn(connectors, text.toLowerCase()) ? connectors[text.toLowerCase()] : undefined;
  if (kind) return { kind, text, at, length };
  const near = /^(?:w|pre)\/(\d*)$/i.exec(text);
  if (near) {
    const within = Number(near[1] || 0);
    if (within < 1 || within > FARTHEST)
      throw problem(`Say within how many words, from 1 to ${FARTHEST}: ${text.slice(0, text.indexOf("/"))}/5.`, { at, length });
    return { kind: "near", text, at, length, within };
  }
  const refusal = unsupported.find(([pattern]) => pattern.test(text));
  if (refusal) throw problem(refusal[1], { at, length });
  const named = /^([a-z]+):(?!\/\/)(.*)$/iu.exec(text);
  if (named) return { kind: "name", text: named[1] ?? "", value: named[2] ?? "", at, length };
  return { kind: "word", text, at, length };
}

const unsupported: readonly (readonly [RegExp, string])[] = [
  [/^(wi|post|near|n)\/\d*$/i, "Distances are written w/5 (either order) or pre/5 (in this order)."],
  [/^(\/|\+)(\d+|s|p)$/i, "Distances are counted in words: w/5, or pre/5 for this order. Sentences and paragraphs are not known."],
  [/[^\s!]!$/, "Write the Lexis root expander ! as a wildcard: report*."],
  [
    /^%|\p{L}%+\p{L}/u,
    "Fuzzy search % is not carried out: what it finds cannot be said beforehand. List the spellings with OR, or use ? and *.",
  ],
  [/^#\p{L}/u, "Search by sound # is not carried out. For the sign itself put the word in quotation marks."],
  [/^andany$/i, "AndAny is no connector here. What is optional need not be asked for."],
  [/^x(first|last)word$/i, "The first and last word are not asked for. Use turn:1:(…) for the first turn."],
];
