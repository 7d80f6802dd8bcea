import { expect, test } from "vitest";
import { locate, placesOf } from "./locate";

const said = (text: string, stretch: ReturnType<typeof locate>) => stretch && [stretch.start, text.slice(stretch.start, stretch.end)];

test("a selection is found where it stands, the second time as the second", () => {
  const text = "Ann met Ann.";
  expect(said(text, locate(text, "Ann", "", " met Ann."))).toEqual([0, "Ann"]);
  expect(said(text, locate(text, "Ann", "Ann met ", "."))).toEqual([8, "Ann"]);
  expect(said("aaa", locate("aaa", "a", "aa", ""))).toEqual([2, "a"]);
});

test("line breaks and blanks that the page shows otherwise make no difference, and edges are trimmed", () => {
  const text = "Dear\n\n  Marisol\nQuintero ,";
  expect(said(text, locate(text, " Marisol Quintero ", "Dear", ","))).toEqual([8, "Marisol\nQuintero"]);
});

test("of Markdown the words are found, and marks between them leave it to the plain view", () => {
  const text = "**Marisol** Quintero, [Ann](Ann)";
  expect(said(text, locate(text, "Marisol", "", " Quintero, Ann"))).toEqual([2, "Marisol"]);
  expect(locate(text, "Marisol Quintero", "", ", Ann")).toBeNull();
  expect(locate(text, "Ann", "Marisol Quintero, ", "")).toBeNull();
});

test("nothing selected is nowhere, and units of a pair stay together", () => {
  expect(locate("abc", "  ", "a", "bc")).toBeNull();
  expect(said("\u{1f600} Jo", locate("\u{1f600} Jo", "Jo", "\u{1f600} ", ""))).toEqual([3, "Jo"]);
});

test("words that are typed are found wherever they stand, however they are broken, and nothing is nowhere", () => {
  const text = "Ann  Lee met\nAnn Lee.";
  expect(placesOf(text, " Ann Lee ").map(({ start, end }) => text.slice(start, end))).toEqual(["Ann  Lee", "Ann Lee"]);
  expect(placesOf(text, "ann")).toEqual([]);
  expect(placesOf(text, " ")).toEqual([]);
});
