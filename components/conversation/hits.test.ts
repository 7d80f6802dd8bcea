import { expect, test } from "vitest";
import type { Turn } from "@/domain/conversations/schema";
import { leavesIn, turnsWithHits } from "./hits";

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
