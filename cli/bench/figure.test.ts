import { expect, test } from "vitest";
import { quantile } from "./figure";

const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);

test("a percentile is the least value that so many do not exceed, and the longest only where nothing less is", () => {
  expect(quantile(upTo(20), 0.95)).toBe(19);
  expect(quantile(upTo(200), 0.95)).toBe(190);
  expect(quantile(upTo(19), 0.95)).toBe(19);
  expect([9, 15, 1].map((n) => quantile(upTo(n), 0.5))).toEqual([5, 8, 1]);
  expect(quantile([], 0.5)).toBeNaN();
});
