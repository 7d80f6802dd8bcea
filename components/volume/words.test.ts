import { expect, test } from "vitest";
import { lengthInWords } from "./words";

test("a class of lengths is read as a range, and what is too small to be told apart has a name", () => {
  expect(["1", "3-4", "1025-2048", "other"].map(lengthInWords)).toEqual(["1", "3–4", "1,025–2,048", "other lengths"]);
});
