import { unseen } from "@/domain/search/words";
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

/** Quotation marks of all kinds. None stands within a quotation: it would separate words there, and look as if it did more. */
const kinds = ['"＂', "“”„‟", "«»", "「」", "『』"];
const MARKS = kinds.join("");
const cuts = new RegExp(
  `[\\s\\u200B]+|[()（）]|["“”](##[^"“”]*)(["“”]?)|[${MARKS}]([^${MARKS}]*)([${MARKS}]?)|[^\\s\\u200B()（）${MARKS}]+`,
  "gu",
);
const cleaned = (text: string) => text.normalize("NFKC").replace(unseen, "");

/** Cuts a query into tokens. What another search language would understand and this one does not is refused here, with what to type instead. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  for (const match of query.matchAll(cuts)) {
    const [text] = match;
    const at = match.index;
    if (/^[\s\u200B]/.test(text) || text.replace(unseen, "") === "") continue;
    if (/^[()（）]/.test(text)) tokens.push({ kind: /[(（]/.test(text) ? "(" : ")", text, at, length: 1 });
    else if (MARKS.includes(text.charAt(0))) tokens.push(quoted(match, at));
    else tokens.push(bare(text, at));
  }
  refuseTogether(tokens);
  return tokens;
}

function quoted(match: RegExpMatchArray, at: number): Token {
  const length = match[0].length;
  const said = match[1] ?? match[3] ?? "";
  const [opens, closes] = [match[0].charAt(0), match[2] || match[4] || ""];
  if (!closes) throw problem("This quotation is not closed.", { at, length });
  if (match[1] === undefined && !kinds.some((marks) => marks.includes(opens) && marks.includes(closes)))
    throw problem(`A quotation that begins with ${opens} does not end with ${closes}. Use "…", and leave out marks within it.`, {
      at,
      length,
    });
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
  const said = cleaned(text);
  const kind = Object.hasOwn(connectors, said.toLowerCase()) ? connectors[said.toLowerCase()] : undefined;
  if (kind) return { kind, text, at, length };
  const near = /^(?:w|pre)\/(\d*)$/i.exec(said);
  if (near) {
    const within = Number(near[1] || 0);
    if (within < 1 || within > FARTHEST)
      throw problem(`Say within how many words, from 1 to ${FARTHEST}: ${said.slice(0, said.indexOf("/"))}/5.`, { at, length });
    return { kind: "near", text: said, at, length, within };
  }
  const refusal = unsupported.find(([pattern]) => pattern.test(said));
  if (refusal) throw problem(refusal[1], { at, length });
  if (text.includes("＊")) throw problem("This is not the asterisk that is a wildcard. Write report*.", { at, length });
  const colon = text.search(/[:：]/);
  const name = cleaned(text.slice(0, Math.max(0, colon)));
  if (/^\p{L}[\p{L}\p{N}_-]*$/u.test(name) && !text.startsWith("//", colon + 1))
    return { kind: "name", text: name, value: text.slice(colon + 1), at, length };
  return { kind: "word", text, at, length };
}

const unsupported: readonly (readonly [RegExp, string])[] = [
  [/^(wi|post|near|n)\/\d*$/i, "Distances are written w/5 (either order) or pre/5 (in this order)."],
  [
    /^(?:w|wi|pre)?[/+](?:\d+|s|p|seg|sent|sentence|para|paragraph)$/i,
    "Distances are counted in words: w/5, or pre/5 for this order. Sentences and paragraphs are not known.",
  ],
  [/^(?:w|pre)\/\d/i, "A distance is a whole number of words: w/5, or pre/5 for this order."],
  [/^&&?$/, 'Write AND. Where the sign belongs to a name, put the name in quotation marks: "R & D".'],
  [/^\|\|?$/, "Write OR."],
  [/^and\/or$/i, "Write OR: it finds the one, the other, and both. For these words themselves use quotation marks."],
  [/^[-−–—]\p{L}/u, "What must be absent is written AND NOT. For a word after a dash use quotation marks, or put a blank between."],
  [/^\+\p{L}/u, "What must be there is joined with AND."],
  [
    /^~|~\d/,
    "~ stands at the end of a word, for its forms: apply~. How near two words are is written w/5; fuzzy search is not carried out.",
  ],
  [/\^\d+(?:\.\d+)?$/, "No word weighs more than another. For the sign itself use quotation marks."],
  [/[^\s!]!$/, "Write the Lexis root expander ! as a wildcard: report*."],
  [
    /^%|\p{L}%+\p{L}/u,
    "Fuzzy search % is not carried out: what it finds cannot be said beforehand. List the spellings with OR, or use ? and *.",
  ],
  [/^#\p{L}/u, "Search by sound # is not carried out. For the sign itself put the word in quotation marks."],
  [/^andany$/i, "AndAny is no connector here. What is optional need not be asked for."],
  [/^x(first|last)word$/i, "The first and last word are not asked for. Use turn:1:(…) for the first turn."],
];

// What only several tokens show: each for itself would be words.
function refuseTogether(tokens: readonly Token[]) {
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== "word") continue;
    const [next, after] = [tokens[i + 1], tokens[i + 2]];
    if (next?.kind === "(" && next.at === token.at + token.length)
      throw problem(
        'Between a word and a parenthesis belongs a blank, AND or OR. For both forms write document*; for what is written so use quotation marks: "document(s)".',
        token,
      );
    if (next?.kind === "not" && /^but$/i.test(token.text)) throw problem("Write AND NOT.", token);
    if (next?.text === "/" && /^(w|pre)$/i.test(token.text) && after && /^\d+$/.test(after.text))
      throw problem(`A distance has no blanks within: ${token.text}/${after.text}.`, {
        at: token.at,
        length: after.at + after.length - token.at,
      });
  }
  refuseSingleMarks(tokens);
}

// ‘to be or not to be’: a phrase needs no marks here, but connectors between single ones would act.
function refuseSingleMarks(tokens: readonly Token[]) {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind !== "word" || !/^[‘‚'‹›]\p{L}/u.test(token.text)) continue;
    const end = tokens.findIndex(({ kind, text }, n) => n >= i && kind === "word" && /.[’'‘›‹]$/u.test(text));
    if (end < 0) return;
    if (tokens.slice(i, end).some(({ kind }) => kind !== "word"))
      throw problem(
        'Single marks are apostrophes here: they hold nothing together. Put "…" around what is to be found as it is written.',
        token,
      );
    i = end;
  }
}
