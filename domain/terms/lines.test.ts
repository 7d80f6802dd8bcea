import { expect, test } from "vitest";
import { DomainError } from "@/lib/errors";
import { parse } from "../search/parse";
import { linesOf, meaningOf } from "./lines";
import { MOST_TERMS } from "./schema";

const settings = { queryPrecedence: "dtsearch" } as const;

test("a line is a term, wherever lines end and whatever stands before the first", () => {
  const { lines, empty } = linesOf("\uFEFFfraud\r\n\r\n  bank \rloan\n", settings);
  expect(lines.map(({ n, line, term }) => [n, line, term])).toEqual([
    [1, 1, "fraud"],
    [2, 3, "bank"],
    [3, 4, "loan"],
  ]);
  expect(empty).toBe(1);
});

test.each([
  ["fraud", "FRAUD", true],
  ["annual report", '"Annual, Report"', true],
  ["fraud*", "Fraud*", true],
  ["apply~", "APPLY~", true],
  ["fraud AND bank", "bank AND fraud", false],
  ["fraud w/5 bank", "fraud w/6 bank", false],
  ["prompt:(fraud)", "output:(fraud)", false],
  ["fraud", "fraud*", false],
])("%s and %s ask the same: %s", (one, other, same) => {
  const meaning = (query: string) => {
    const question = parse(query);
    return question && meaningOf(question);
  };
  expect(meaning(one) === meaning(other)).toBe(same);
});

test("what cannot be asked is a line with its reason and place, and does not count as an earlier one", () => {
  const { lines } = linesOf("(a\n(a\nnote:b\nfraud w/5\n*ware", settings);
  expect(lines.map(({ at, sameAs }) => [at, sameAs])).toEqual([
    [0, null],
    [0, null],
    [0, null],
    [9, null],
    [0, null],
  ]);
  expect(lines.every(({ problem, question }) => problem && question === null)).toBe(true);
});

test("a report has at most so many terms, and at least one", () => {
  const many = Array.from({ length: MOST_TERMS + 1 }, (_, i) => `w${i}`);
  expect(linesOf(many.slice(1).join("\n"), settings).lines).toHaveLength(MOST_TERMS);
  expect(() => linesOf(many.join("\n"), settings)).toThrow(DomainError);
  expect(() => linesOf(" \n\n", settings)).toThrow(DomainError);
});
