import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DomainError } from "@/lib/errors";
import { leavesOf, parse, type Question, readingOf } from "./parse";
import { wordsOf } from "./words";

const words = (text: string) => ({ op: "words", text });
const and = (...items: unknown[]) => ({ op: "and", items });
const or = (...items: unknown[]) => ({ op: "or", items });
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
    ["a w/5 b", 2, 3],
    ["a PRE/3 b", 2, 5],
    ["*port", 0, 5],
    ["re*port", 0, 7],
    ["annual report* draft", 15, 5],
    ['"re* port"', 0, 10],
    ["wom?n", 0, 5],
    ["run~", 0, 4],
    ["negligen!", 0, 9],
    ["model:gpt-4", 0, 11],
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
  fc.constantFrom("a", "bee", "天気", "(", ")", "AND", "or", "NOT", '"', "“x y”", "re*", "*", " ", "  ", "w/5", "é", "-", "½", "?", "x:y"),
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
        for (const leaf of leavesOf(question)) expect(wordsOf(leaf.text).length).toBeGreaterThan(0);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        expect(error.code).toBe("invalid");
        const { at, length } = error.details as { at: number; length: number };
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at + length).toBeLessThanOrEqual(query.length);
      }
    }),
    { numRuns: 3_000 },
  );
});

const leaf = fc
  .array(fc.constantFrom("an", "Bee", "天", "don't", "x-y", "42"), { minLength: 1, maxLength: 3 })
  .chain((said) => fc.constantFrom<Question>({ op: "words", text: said.join(" ") }, { op: "prefix", text: said.join(" ") }));
const { tree } = fc.letrec<{ tree: Question }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.record({ op: fc.constant("not" as const), item: tie("tree") }),
    fc.record({ op: fc.constantFrom("and" as const, "or" as const), items: fc.array(tie("tree"), { minLength: 2, maxLength: 3 }) }),
  ),
}));

function written(question: Question): string {
  if (question.op === "words") return `"${question.text}"`;
  if (question.op === "prefix") return `${question.text}*`;
  if ("item" in question) return `NOT (${written(question.item)})`;
  return "items" in question ? question.items.map((item) => `(${written(item)})`).join(` ${question.op.toUpperCase()} `) : "";
}

test("a question written out is read back as itself, however spaced and in whichever case", () => {
  fc.assert(
    fc.property(tree, fc.constantFrom(" ", "  ", "\n", "\t "), fc.boolean(), (question, gap, lower) => {
      const query = written(question).replace(/ (AND|OR) /g, (connector) =>
        (lower ? connector.toLowerCase() : connector).replaceAll(" ", gap),
      );
      expect(parse(query)).toEqual(question);
      expect(readingOf(parse(query))).toBe(readingOf(question));
    }),
    { numRuns: 1_000 },
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
    { numRuns: 3_000 },
  );
});

test("a query of two thousand characters is read or refused at once", () => {
  for (const query of [
    "(".repeat(2_000),
    "NOT ".repeat(500),
    "a OR ".repeat(400),
    "a* ".repeat(666),
    '"'.repeat(2_000),
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
