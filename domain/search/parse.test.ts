import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { print } from "@/domain/query/print";
import { leavesOf, type Question, type Scoped, type Term } from "@/domain/query/question";
import { readingOf } from "@/domain/query/reading";
import { DomainError } from "@/lib/errors";
import { parse } from "./parse";
import { wordsOf } from "./words";

const words = (text: string) => ({ op: "words", text });
const and = (...items: unknown[]) => ({ op: "and", items });
const or = (...items: unknown[]) => ({ op: "or", items });
const phrase = (text: string, ...slots: string[][]) => ({ op: "phrase", text, words: slots });
const near = (op: string, within: number, a: unknown, b: unknown) => ({ op, a: [a], b: [b], within });
const not = (item: unknown) => ({ op: "not", item });

describe("a query is read as", () => {
  test.each<[string, unknown]>([
    ["", null],
    ["   \n ", null],
    ["report", words("report")],
    ["annual report", words("annual report")],
    ['"annual report"', words("annual report")],
    ["“annual report”", words("annual report")],
    ["annual AND report", and(words("annual"), words("report"))],
    ["annual and report", and(words("annual"), words("report"))],
    ["a b AND c d", and(words("a b"), words("c d"))],
    ["a OR b AND c", and(or(words("a"), words("b")), words("c"))],
    ["a AND b OR c", and(words("a"), or(words("b"), words("c")))],
    ["a AND b OR c AND d", and(words("a"), or(words("b"), words("c")), words("d"))],
    ["(a AND b) OR c", or(and(words("a"), words("b")), words("c"))],
    ["a AND NOT b", and(words("a"), not(words("b")))],
    ["NOT a OR b", or(not(words("a")), words("b"))],
    ["NOT (a OR b)", not(or(words("a"), words("b")))],
    ["NOT NOT a", not(not(words("a")))],
    ["a NOT b", and(words("a"), not(words("b")))],
    ["report*", { op: "prefix", text: "report" }],
    ["annual report*", { op: "prefix", text: "annual report" }],
    ['"annual report*"', { op: "prefix", text: "annual report" }],
    ['big "annual report*"', and(words("big"), { op: "prefix", text: "annual report" })],
    ["constructor", words("constructor")],
    ["__proto__ AND toString", and(words("__proto__"), words("toString"))],
    ['"and" AND "not"', and(words("and"), words("not"))],
    ['"a" "b"', and(words("a"), words("b"))],
    ["((a))", words("a")],
    ["re*port", phrase("re*port", ["re*port"])],
    ["wom?n of law*", phrase("wom?n of law*", ["wom?n"], ["of"], ["law*"])],
    ['"WOM?N OF"', phrase("WOM?N OF", ["wom?n"], ["of"])],
    ["annual report* draft", phrase("annual report* draft", ["annual"], ["report*"], ["draft"])],
    ["20==", phrase("20==", ["20=="])],
    ["x=1", words("x=1")],
    ["apply~ for", phrase("apply~ for", ["apply", "applies", "applied", "applying"], ["for"])],
    ["fraud AND *port", and(words("fraud"), phrase("*port", ["*port"]))],
    ["a w/5 b", near("near", 5, words("a"), words("b"))],
    ["a b PRE/3 c*", near("before", 3, words("a b"), { op: "prefix", text: "c" })],
    ["a NOT w/255 b", near("apart", 255, words("a"), words("b"))],
    ["a w/5 b AND c", and(near("near", 5, words("a"), words("b")), words("c"))],
    ["NOT a w/5 b", not(near("near", 5, words("a"), words("b")))],
    ["(a w/5 b) OR c", or(near("near", 5, words("a"), words("b")), words("c"))],
    ["(a OR (b OR c d)) w/2 e", { op: "near", a: [words("a"), words("b"), words("c d")], b: [words("e")], within: 2 }],
    ["prompt:a", { op: "in", role: "prompt", item: words("a") }],
    ["Output:(a AND NOT b)", and({ op: "in", role: "output", item: words("a") }, not({ op: "in", role: "output", item: words("b") }))],
    ['prompt:"a b"', { op: "in", role: "prompt", item: words("a b") }],
    ["turn:2:a", { op: "in", turns: [2, 2], item: words("a") }],
    ["prompt:turn:1..3:(a)", { op: "in", role: "prompt", turns: [1, 3], item: words("a") }],
    ["turn:1:(prompt:(a))", { op: "in", role: "prompt", turns: [1, 1], item: words("a") }],
    ["turn:(a AND NOT b)", { op: "turn", item: and(words("a"), not(words("b"))) }],
    ["prompt:(a OR b) then output:(c)", { op: "then", prompt: or(words("a"), words("b")), output: words("c") }],
    ["prompt:(a) then b", and({ op: "in", role: "prompt", item: words("a") }, words("then b"))],
    ["if then else", words("if then else")],
    ["model:gpt-4*", { op: "field", field: "model", values: ["gpt-4*"] }],
    ['model:(a OR "b c" d)', { op: "field", field: "model", values: ["a", "b c", "d"] }],
    ["turns:>5 fraud", and({ op: "field", field: "turns", from: 6 }, words("fraud"))],
    ["turns:2..4", { op: "field", field: "turns", from: 2, to: 4 }],
    ["date:2023-04..2023-06", { op: "field", field: "date", from: "2023-04-01", to: "2023-06-30" }],
    ["date:<2023-03-01", { op: "field", field: "date", to: "2023-02-28" }],
    ["month:2024-02", { op: "field", field: "date", from: "2024-02-01", to: "2024-02-29" }],
    ["date:2023", { op: "field", field: "date", from: "2023-01-01", to: "2023-12-31" }],
    ["fraud OR uncoded:yes", or(words("fraud"), { op: "field", field: "uncoded" })],
    ['fraud AND "##[a-z]+\\d{3}"', and(words("fraud"), { op: "regex", pattern: "[a-z]+\\d{3}" })],
    ["http://www.example.com", words("http://www.example.com")],
    ["state-of-the-art", words("state-of-the-art")],
    ["天気", words("天気")],
  ])("%s", (query, question) => {
    expect(parse(query)).toEqual(question);
  });
});

describe("what cannot be carried out is refused with its place", () => {
  test.each<[string, number, number]>([
    ["a AND", 5, 0],
    ["NOT", 3, 0],
    ["AND a", 0, 3],
    ["a OR OR b", 5, 2],
    ["a AND )", 6, 1],
    ["(a", 0, 1],
    ["a)", 1, 1],
    ["()", 1, 1],
    ['a AND "b c', 6, 4],
    ["*port", 0, 5],
    ["negligen!", 0, 9],
    ["*port OR fraud", 0, 5],
    ["NOT *port", 4, 5],
    ["?rt", 0, 3],
    ["a AND *", 6, 1],
    ['"annual *"', 0, 10],
    ['"is it fraud?"', 12, 1],
    ["a w/ b", 2, 2],
    ["a w/0 b", 2, 3],
    ["a w/256 b", 2, 5],
    ["a w/5", 5, 0],
    ["w/5 a", 0, 3],
    ["a w/5 b w/3 c", 8, 3],
    ["(a AND b) w/5 c", 10, 3],
    ["a w/5 NOT b", 6, 3],
    ["a OR b w/5 c", 7, 3],
    ["a w/5 b OR c", 2, 3],
    ["a not pre/5 b", 6, 5],
    ["prompt:a w/5 b", 9, 3],
    ["a /5 b", 2, 2],
    ["a wi/5 b", 2, 4],
    ["app%ly", 0, 6],
    ["#smith", 0, 6],
    ["a andany b", 2, 6],
    ["xfirstword", 0, 10],
    ["a~b~", 0, 4],
    ["go~", 0, 3],
    ["colour:red", 0, 7],
    ["constructor: x", 0, 12],
    ["turns:many", 0, 10],
    ["turns:9..3", 0, 10],
    ["date:2023-02-30", 0, 15],
    ["date:2023-13", 0, 12],
    ["month:", 0, 6],
    ["model:()", 0, 6],
    ["model:(a", 6, 1],
    ["model:(a AND b)", 9, 3],
    ["uncoded:maybe", 0, 13],
    ["prompt:", 0, 7],
    ["prompt:annual report", 0, 13],
    ["prompt:(output:(a))", 0, 7],
    ["prompt:(model:x)", 0, 7],
    ["turn:3", 0, 6],
    ["turn:0:(a)", 0, 7],
    ["turn:5-2:(a)", 0, 9],
    ["turn:(output:(a))", 0, 5],
    ["prompt:(a AND turns:3) then output:(b)", 0, 7],
    ['"##[a-z]+"', 0, 10],
    ['fraud AND "##(a"', 10, 6],
    ['fraud AND "##(a)\\1"', 10, 9],
    ['fraud AND "##a{1,99}{1,99}"', 10, 17],
    ['fraud AND "##(a{99}){99}"', 10, 15],
    ['fraud AND "##"', 10, 4],
    ['a AND "…"', 6, 3],
    ["🙂", 0, 2],
  ])("%s", (query, at, length) => {
    const refused = (() => {
      try {
        return parse(query);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ code: "invalid", details: { at, length } });
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    "a",
    "bee",
    "天気",
    "(",
    ")",
    "AND",
    "or",
    "NOT",
    '"',
    "“x y”",
    "re*",
    "*",
    " ",
    "  ",
    "w/5",
    "é",
    "-",
    "½",
    "?",
    "x:y",
    "pre/2",
    "not w/3",
    "prompt:(",
    "then output:(",
    "turn:2:(",
    "turn:(",
    "turns:>2",
    "date:2023",
    "model:x",
    "app~",
    "wo?d",
    "2==",
    '"##a+"',
    "=",
    "~",
  ),
  fc.string({ unit: "grapheme", maxLength: 3 }),
);
const scribble = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(" "));

test("whatever is typed is either read or refused as invalid within the query, and nothing else is ever thrown", () => {
  fc.assert(
    fc.property(fc.oneof(scribble, fc.string({ unit: "binary", maxLength: 60 })), (query) => {
      try {
        const question = parse(query);
        expect(question === null).toBe(query.trim() === "");
        expect(readingOf(question).length).toBeGreaterThan(0);
        for (const leaf of leavesOf(question)) if (leaf.op === "words") expect(wordsOf(leaf.text).length).toBeGreaterThan(0);
        if (question)
          for (const queryPrecedence of ["dtsearch", "sql"] as const) expect(parse(print(question), { queryPrecedence })).toEqual(question);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        expect(error.code).toBe("invalid");
        const { at, length } = error.details as { at: number; length: number };
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at + length).toBeLessThanOrEqual(query.length);
      }
    }),
    { numRuns: 1_500 },
  );
});

const said = fc
  .array(fc.constantFrom("an", "Bee", "天", "don't", "x-y", "42"), { minLength: 1, maxLength: 3 })
  .map((some) => some.join(" "));
const term: fc.Arbitrary<Term> = fc.oneof(
  said.chain((text) => fc.constantFrom<Term>({ op: "words", text }, { op: "prefix", text })),
  fc.constantFrom('"wom?n of"', '"b*e x"', '"20== re*"', '"apply~ an"', '"copy~"').map((query) => parse(query) as Term),
);
const side = fc.array(term, { minLength: 1, maxLength: 2 });
const nearby: fc.Arbitrary<Question> = fc.record({
  op: fc.constantFrom("near" as const, "before" as const, "apart" as const),
  a: side,
  b: side,
  within: fc.integer({ min: 1, max: 255 }),
});
const { turn } = fc.letrec<{ turn: Question }>((tie) => ({
  turn: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    term,
    nearby,
    fc.record({ op: fc.constant("not" as const), item: tie("turn") }),
    fc.record({ op: fc.constantFrom("and" as const, "or" as const), items: fc.array(tie("turn"), { minLength: 2, maxLength: 3 }) }),
  ),
}));
const scoped = fc
  .tuple(
    fc.constantFrom<Pick<Scoped, "role" | "turns">>({ role: "prompt" }, { role: "tool", turns: [1, 3] }, { turns: [2, 2] }),
    fc.oneof(term, nearby, fc.record({ op: fc.constant("turn" as const), item: turn })),
  )
  .map(([scope, item]) => ({ op: "in", ...scope, item }) as Scoped);
const field = fc
  .constantFrom(
    "model:gpt-4*",
    'language:("en" OR de)',
    "volume:x",
    "code:hot",
    "uncoded:yes",
    "turns:>4",
    "words:2..9",
    "date:2023-04..",
    "turns:7",
  )
  .map((query) => parse(query) as Question);
const { tree } = fc.letrec<{ tree: Question }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    term,
    nearby,
    scoped,
    field,
    fc.record({ op: fc.constant("turn" as const), item: turn }),
    fc.record({ op: fc.constant("then" as const), prompt: turn, output: turn }),
    fc.record({ op: fc.constant("not" as const), item: tie("tree") }),
    fc.record({ op: fc.constantFrom("and" as const, "or" as const), items: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }) }),
  ),
}));

test("a question written out is read back as itself, however spaced, in whichever case, and whatever binds tighter", () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(" ", "  ", "\n", "\t "), fc.boolean(), fc.boolean(), (question, gap, lower, sql) => {
      const query = print(question).replace(/ (AND|OR|NOT) (?=["(])/g, (connector) =>
        (lower ? connector.toLowerCase() : connector).replaceAll(" ", gap),
      );
      const read = parse(query, { queryPrecedence: sql ? "sql" : "dtsearch" });
      expect(read).toEqual(question);
      expect(readingOf(read)).toBe(readingOf(question));
    }),
    { numRuns: 1_000 },
  );
});

test("what binds tighter is the matter's to say, and the reading shows it", () => {
  const read = (query: string, queryPrecedence: "dtsearch" | "sql") => readingOf(parse(query, { queryPrecedence }));
  expect(read("a AND b OR c", "dtsearch")).toBe("Conversations with “a” and (either “b” or “c”)");
  expect(read("a AND b OR c", "sql")).toBe("Conversations with either (“a” and “b”) or “c”");
  expect(read("a b w/5 c NOT d", "sql")).toBe(read("a b w/5 c NOT d", "dtsearch"));
  fc.assert(
    fc.property(fc.array(fc.constantFrom("AND", "OR"), { minLength: 1, maxLength: 8 }), fc.func(fc.boolean()), (connectors, truth) => {
      const names = connectors.map((_, i) => `x${i + 1}`);
      const query = ["x0", ...names.flatMap((name, i) => [connectors[i], name])].join(" ");
      const value = (question: Question): boolean =>
        "items" in question
          ? question.op === "and"
            ? question.items.every(value)
            : question.items.some(value)
          : truth(JSON.stringify(question));
      const of = (name: string) => truth(JSON.stringify({ op: "words", text: name }));
      const split = (outer: string, inner: string, every: boolean) => {
        const groups = query.split(` ${outer} `).map((group) => group.split(` ${inner} `).map(of));
        return every ? groups.every((group) => group.some(Boolean)) : groups.some((group) => group.every(Boolean));
      };
      expect(value(parse(query) as Question)).toBe(split("AND", "OR", true));
      expect(value(parse(query, { queryPrecedence: "sql" }) as Question)).toBe(split("OR", "AND", false));
    }),
  );
});

test("two different questions are never read out alike", () => {
  const readings = new Map<string, string>();
  fc.assert(
    fc.property(tree, (question) => {
      const [reading, meant] = [readingOf(question), JSON.stringify(question)];
      expect(readings.get(reading) ?? meant).toBe(meant);
      readings.set(reading, meant);
    }),
    { numRuns: 1_500 },
  );
});

test("a query of two thousand characters is read or refused at once", () => {
  for (const query of [
    "(".repeat(2_000),
    "NOT ".repeat(500),
    "a OR ".repeat(400),
    "a* ".repeat(666),
    '"'.repeat(2_000),
    "a w/5 ".repeat(333),
    `${"=".repeat(1_999)}a`,
    `a${"*".repeat(1_999)}`,
    `a${"?*".repeat(999)}`,
    `prompt:${"(".repeat(1_900)}`,
    "turn:1:".repeat(280),
    `"##${"(".repeat(190)}"`,
    `"##${"a?".repeat(90)}"`,
    `${"(".repeat(999)}a${")".repeat(999)}`,
  ]) {
    const began = performance.now();
    try {
      parse(query);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
    }
    expect(performance.now() - began).toBeLessThan(500);
  }
});
