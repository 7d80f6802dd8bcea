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
  ["fraud AND bank", "bank AND fraud", true],
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

test("what is joined in another order, or written otherwise, asks the same, and would be unique to neither", () => {
  const asked = (text: string) => linesOf(text, { queryPrecedence: "dtsearch" }).lines.map(({ sameAs }) => sameAs);
  const first = 'fraud AND (bank OR "loan shark")';
  for (const same of [
    '("Loan Shark" OR BANK) AND fraud',
    "fraud AND (bank OR loan-shark) AND fraud",
    "(bank OR (bank OR loan shark)) fraud",
  ])
    expect(asked(`${first}\n${same}`), same).toEqual([null, 1]);
  expect(asked("a w/5 (b OR c)\n(c OR b) w/5 a")).toEqual([null, 1]);
  expect(asked("model:GPT-4\nmodel:gpt-4\nlanguage:(en OR de)\nlanguage:(DE OR en)")).toEqual([null, 1, null, 3]);
  for (const other of [
    "fraud OR bank",
    "(fraud AND bank) OR loan shark",
    "fraud AND bank AND loan shark",
    "NOT fraud",
    "fraud AND (bank OR loan)",
  ])
    expect(asked(`${first}\n${other}`), other).toEqual([null, null]);
  expect(asked("a pre/5 b\nb pre/5 a\na w/5 b\na not w/5 b\nb not w/5 a\na w/6 b")).toEqual([null, null, null, null, null, null]);
  expect(asked("prompt:(a) then output:(b)\nprompt:(b) then output:(a)\nprompt:a\noutput:a\nturn:(a)")).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});
