import { type FieldName, fieldOf, fields, isField } from "@/domain/query/fields";
import { problem } from "@/domain/query/problem";
import { proposes } from "@/domain/query/proposes";
import type { Near, Question, Term } from "@/domain/query/question";
import { isTerm } from "@/domain/query/question";
import { regexOf } from "@/domain/query/regex";
import { ofOneTurn, roles, turnsOf, within } from "@/domain/query/scope";
import { termOf } from "@/domain/query/terms";
import { bare, type Token, tokensOf } from "@/domain/query/tokens";

/**
 * What a matter decides about its queries. `dtsearch`: OR binds tighter than AND. `sql`: AND binds tighter than OR. `metadataMinimum`: where it is more
 * than one, numbers of turns and words are read as the whole classes that they are in, and days as their whole months.
 */
export type QuerySettings = { readonly queryPrecedence: "dtsearch" | "sql"; readonly metadataMinimum?: number };

/**
 * Reads a query as dtSearch does: words side by side are a phrase, OR binds tighter than AND unless the matter says otherwise, w/N and pre/N bind
 * tighter than both. What cannot be carried out exactly, or could be understood in two ways, is refused with its place and what to type
 * instead; nothing is dropped silently. An empty query is null: everything. Throws `invalid` with details {at, length}. Pure.
 */
export function parse(
  query: string,
  { queryPrecedence, metadataMinimum = 1 }: QuerySettings = { queryPrecedence: "dtsearch" },
): Question | null {
  const state: State = {
    tokens: tokensOf(query),
    next: 0,
    depth: 0,
    query,
    sql: queryPrecedence === "sql",
    coarse: metadataMinimum > 1,
    sweeping: null,
  };
  if (state.tokens.length === 0) return null;
  const { question } = readAll(state);
  const rest = state.tokens[state.next];
  if (rest) throw problem("There is a closing parenthesis with nothing to close.", rest);
  if (state.sweeping && !proposes(question))
    throw problem(
      "This could stand anywhere in the index: alone, or with OR or NOT, every text would have to be read for it. Put AND and a word that begins with letters.",
      state.sweeping,
    );
  return question;
}

type State = {
  tokens: Token[];
  next: number;
  depth: number;
  readonly query: string;
  readonly sql: boolean;
  readonly coarse: boolean;
  /** The first thing in the query that the index knows nothing of. */
  sweeping: Token | null;
};
/** `loose`: the connector of a proximity that stands without parentheses. */
type Read = { readonly question: Question; readonly loose?: Token | undefined };

/** Deeper than anybody writes; the index of the database follows some thirty. */
const DEPTH = 20;

function readAll(state: State): Read {
  return state.sql ? readOr(state, (inner) => readAnd(inner, readNot)) : readAnd(state, (inner) => readOr(inner, readNot));
}

function readAnd(state: State, read: (state: State) => Read): Read {
  const items = [read(state)];
  for (let token = state.tokens[state.next]; token && token.kind !== ")" && token.kind !== "or"; token = state.tokens[state.next]) {
    if (token.kind === "and") state.next++;
    items.push(read(state));
  }
  return joined("and", items);
}

function readOr(state: State, read: (state: State) => Read): Read {
  const items = [read(state)];
  while (state.tokens[state.next]?.kind === "or") {
    state.next++;
    items.push(read(state));
  }
  const loose = items.length > 1 ? items.find((item) => item.loose)?.loose : undefined;
  if (loose)
    throw problem(
      `Next to OR it is not clear what "${loose.text}" joins. Write (a OR b) ${loose.text} c, or a OR (b ${loose.text} c).`,
      loose,
    );
  return joined("or", items);
}

function joined(op: "and" | "or", items: readonly Read[]): Read {
  return items.length === 1 && items[0] ? items[0] : { question: { op, items: items.map(({ question }) => question) } };
}

function readNot(state: State): Read {
  const token = state.tokens[state.next];
  if (token?.kind !== "not") return readNear(state);
  state.next++;
  const { question, loose } = deeper(state, token, readNot);
  return { question: { op: "not", item: question }, loose };
}

function deeper<T>(state: State, token: Token, read: (state: State) => T): T {
  if (++state.depth > DEPTH) throw problem(`A query nests at most ${DEPTH} levels of NOT and parentheses.`, token);
  const inner = read(state);
  state.depth--;
  return inner;
}

function readNear(state: State): Read {
  const left = readOne(state);
  const first = state.tokens[state.next];
  const apart = first?.kind === "not" && state.tokens[state.next + 1]?.kind === "near";
  const token = apart ? state.tokens[state.next + 1] : first;
  if (token?.kind !== "near" || token.within === undefined) return { question: left };
  const ordered = /^p/i.test(token.text);
  if (apart && ordered) throw problem("NOT goes with w/N only: a not w/5 b.", token);
  state.next += apart ? 2 : 1;
  const right = readOne(state);
  const after = state.tokens[state.next];
  if (after?.kind === "near")
    throw problem(`A distance joins two. Write each for itself: (a ${token.text} b) AND (b ${after.text} c).`, after);
  const op: Near["op"] = apart ? "apart" : ordered ? "before" : "near";
  return { question: { op, a: sideOf(left, token), b: sideOf(right, token), within: token.within }, loose: token };
}

function sideOf(question: Question, token: Token): Term[] {
  if (isTerm(question)) return [question];
  if (question.op === "or") return question.items.flatMap((item) => sideOf(item, token));
  if (question.op === "in") throw problem(`A scope goes around both sides: prompt:(a ${token.text} b).`, token);
  if (question.op === "field") throw problem(`A field has no place in the text. Join it with AND instead of ${token.text}.`, token);
  throw problem(
    `Each side of ${token.text} is a word, a phrase, or several of them with OR; anything else is ambiguous. Write (a ${token.text} c) AND (b ${token.text} c).`,
    token,
  );
}

function readOne(state: State): Question {
  const token = state.tokens[state.next++];
  if (!token) throw problem("Something is missing at the end: a word, a phrase or a parenthesis.", { at: state.query.length, length: 0 });
  if (token.kind === "(") return readGroup(state, token);
  if (token.kind === "quoted")
    return noted(state, token, token.text.startsWith("##") ? regexOf(token.text.slice(2), token) : termOf(token.text, token));
  if (token.kind === "word") return readWords(state, token);
  if (token.kind === "name") return readName(state, token);
  throw problem(`A word or phrase belongs before "${token.text}".`, token);
}

function readGroup(state: State, open: Token): Question {
  const { question } = deeper(state, open, readAll);
  if (state.tokens[state.next]?.kind !== ")") throw problem("This parenthesis is not closed.", open);
  state.next++;
  return question;
}

// Words side by side are one phrase, up to the next connector, quotation, name or parenthesis.
function readWords(state: State, first: Token): Question {
  const words = [first];
  for (let token = state.tokens[state.next]; token?.kind === "word"; token = state.tokens[state.next]) {
    words.push(token);
    state.next++;
  }
  const last = words.at(-1) ?? first;
  const next = state.tokens[state.next];
  if (/^then$/i.test(last.text) && (next?.kind === "name" || (next?.kind === "(" && words.length === 1)))
    throw problem(
      '“then” joins a prompt to its output, once: prompt:(a) then output:(b). For the word put "then" in quotation marks.',
      last,
    );
  const whole: Token = { ...first, length: last.at + last.length - first.at };
  return noted(state, whole, termOf(words.map(({ text }) => text).join(" "), whole));
}

function noted<Q extends Question>(state: State, token: Token, question: Q): Q {
  if (!proposes(question)) state.sweeping ??= token;
  return question;
}

function readName(state: State, token: Token): Question {
  const name = token.text.toLowerCase();
  const value = token.value ?? "";
  if (name === "turn") return readTurn(state, token, value);
  const role = roles[name];
  if (role && Object.hasOwn(roles, name)) {
    const inner = readInner(state, token, value);
    return role === "prompt" && follows(state) ? readThen(state, token, inner) : within(inner, { role }, token);
  }
  if (!isField(name)) throw unknown(token);
  return fieldOf(name, valuesOf(state, name, token, value), token, state.coarse);
}

function unknown({ text, at, length }: Token) {
  const known = [...Object.keys(roles), "turn", ...Object.keys(fields)].map((name) => `${name}:`).join(" ");
  return problem(`There is no field “${text}:”. There are ${known}. For the words themselves use quotation marks.`, {
    at,
    length: Math.min(text.length + 1, length),
  });
}

function readTurn(state: State, token: Token, value: string): Question {
  if (value === "") return { op: "turn", item: ofOneTurn(readInner(state, token, value), token) };
  const { turns, rest } = turnsOf(value, token);
  return within(readInner(state, token, rest), { turns }, token);
}

/** What a name is put before: what follows the colon at once, a quotation, or parentheses. */
function readInner(state: State, token: Token, value: string): Question {
  if (value !== "") {
    const at = token.at + token.length - value.length;
    const following = bare(value, at);
    if (following.kind === "name") return deeper(state, following, () => readName(state, following));
    if (following.kind !== "word" || state.tokens[state.next]?.kind === "word")
      throw problem(`Put parentheses around what ${token.text}: is about: ${token.text}:(annual report).`, token);
    return noted(state, following, termOf(following.text, following));
  }
  const next = state.tokens[state.next];
  if (next?.kind !== "(" && next?.kind !== "quoted")
    throw problem(`Put parentheses after ${token.text}: ${token.text}:(annual report).`, token);
  return readOne(state);
}

function follows({ tokens, next }: State): boolean {
  const [then, output] = [tokens[next], tokens[next + 1]];
  return then?.kind === "word" && then.text.toLowerCase() === "then" && output?.kind === "name" && output.text.toLowerCase() === "output";
}

function readThen(state: State, token: Token, prompt: Question): Question {
  const output = state.tokens[state.next + 1] ?? token;
  state.next += 2;
  return { op: "then", prompt: ofOneTurn(prompt, token), output: ofOneTurn(readInner(state, output, output.value ?? ""), output) };
}

/** The values of a field: one, or several in parentheses with OR. */
function valuesOf(state: State, name: FieldName, token: Token, value: string): string[] {
  if (value !== "") return [single(value, name, token)];
  const next = state.tokens[state.next++];
  if (next?.kind === "quoted") return [next.text];
  if (next?.kind !== "(") throw problem(`${name}: needs a value. For example ${fields[name]}.`, token);
  const values: string[] = [];
  for (let one = state.tokens[state.next++]; one?.kind !== ")"; one = state.tokens[state.next++]) {
    if (!one) throw problem("This parenthesis is not closed.", next);
    if (one.kind === "or" && values.length > 0 && state.tokens[state.next]?.kind !== ")") continue;
    if (one.kind !== "word" && one.kind !== "quoted")
      throw problem(`Between the parentheses of ${name}: stand values with OR: ${name}:(a OR b).`, one);
    values.push(one.kind === "word" ? single(one.text, name, one) : one.text);
  }
  return values;
}

// model:a,b would look for one model of that name.
function single(value: string, name: FieldName, token: Token): string {
  if (/[,;|]/.test(value))
    throw problem(`Several values are joined with OR: ${name}:(a OR b). One that has a comma itself stands in quotation marks.`, token);
  return value;
}
