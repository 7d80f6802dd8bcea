import { expect, test } from "vitest";
import { elapsedOf } from "./when";

test("what had passed is said in minutes, hours and days, without a part that is none", () => {
  expect([0, 42, 60, 312, 1_439, 1_440, 3_060, 59_040, -3, -1_500].map(elapsedOf)).toEqual([
    ...["+0 min", "+42 min", "+1 h", "+5 h 12 min", "+23 h 59 min", "+1 d", "+2 d 3 h", "+41 d", "−3 min", "−1 d 1 h"],
  ]);
});
