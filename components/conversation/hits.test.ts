import { expect, test } from "vitest";
import type { Turn } from "@/domain/conversations/schema";
import { hitsFor, holdsUnasked, leavesIn, patternsIn, turnsWithHits } from "./hits";

const turns: Turn[] = ["The court ordered it.", "Nothing here.", "Courts *order* much."].map((text, at) => ({
  turn: at + 51,
  role: at % 2 === 0 ? "prompt" : "output",
  text,
}));

test("turns are found by the rules of the search", () => {
  expect(turnsWithHits(turns, leavesIn("court"))).toEqual([51]);
  expect(turnsWithHits(turns, leavesIn("court*"))).toEqual([51, 53]);
  expect(turnsWithHits(turns, leavesIn('"courts order" OR nowhere'))).toEqual([53]);
});

test("what a query excludes is not marked", () => expect(leavesIn("court NOT nothing")).toEqual([{ op: "words", text: "court" }]));

test("words that are no query are looked for as they stand", () => expect(turnsWithHits(turns, leavesIn("(ordered it"))).toEqual([51]));

test("another query on the same turns is another answer", () => {
  expect(turnsWithHits(turns, leavesIn("nothing"))).toEqual([52]);
  expect(turnsWithHits(turns, leavesIn(""))).toEqual([]);
});

test("a regular expression is marked where the database found it, and not carried out here", () => {
  const both = [
    { start: 4, end: 9 },
    { start: 10, end: 20 },
  ];
  const q = 'turn:(court AND "##o[a-z]+ it")';
  const found = turns.map((one, at) =>
    at === 0 ? { ...one, found: [{ pattern: "o[a-z]+ it", marks: [{ start: 10, end: 20 }] }] } : { ...one, found: [] },
  );
  expect(hitsFor(found, leavesIn(q, undefined, patternsIn(q)), 51)).toEqual(both);
  const and = 'court AND "##o[a-z]+ it"';
  expect(hitsFor(found, leavesIn(and, undefined, patternsIn(and)), 51)).toEqual(both);
  // What is looked for here and was not asked there is left out as a whole, and said.
  expect(leavesIn(and)).toEqual([{ op: "words", text: "court" }]);
  expect(leavesIn(q)).toEqual([]);
  expect(leavesIn('"##o[a-z]+ it"')).toEqual([]);
  const dtsearch = { queryPrecedence: "dtsearch" as const };
  expect([and, '"##o[a-z]+ it"', "court"].map((one) => holdsUnasked(one, dtsearch, []))).toEqual([true, true, false]);
  expect(holdsUnasked(and, dtsearch, patternsIn(and))).toBe(false);
});
