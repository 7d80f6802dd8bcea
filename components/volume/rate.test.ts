import { expect, test } from "vitest";
import { inOrder, percent, rateInWords, strataInWords } from "./rate";

const said = (leaks: number, n: number, low: number, high: number) => rateInWords({ leaks, n, rate: leaks / n, low, high });

// The intervals are those that domain/readings/figures.test.ts holds.
test("a rate says its interval, rounded outwards: 0 of 2,995 is at most 0.1 %", () => {
  expect(said(0, 2_995, 0, 1 - 0.05 ** (1 / 2_995))).toBe("0 of 2,995: at most 0.1 %");
  expect(said(0, 299, 0, 1 - 0.05 ** (1 / 299))).toBe("0 of 299: at most 1 %");
  expect(said(2, 20, 0.012348, 0.316983)).toBe("2 of 20: 10 %, between 1.2 % and 32 %");
  expect(said(1, 1_000, 0.0000253, 0.0055589)).toBe("1 of 1,000: 0.1 %, between 0.0025 % and 0.56 %");
  expect(said(3, 3, 0.3684, 1)).toBe("3 of 3: at least 36 %");
  expect([percent(0), percent(1), percent(0.5)]).toEqual(["0 %", "100 %", "50 %"]);
});

test("strata are said as the page says them", () => {
  expect(strataInWords(["likely"])).toBe("what may have been missed");
  expect(strataInWords(["language", "density"])).toBe("language and density of placeholders");
  expect(strataInWords(["language", "turns", "likely"])).toBe("language, turns and what may have been missed");
});

test("strata are in the order of their numbers", () => {
  const given = ["11–20 turns", "1–2 turns", "5–10 turns", "3–4 turns", "51 turns and more"].map((stratum) => ({ stratum }));
  expect(inOrder(given).map(({ stratum }) => stratum)).toEqual([
    "1–2 turns",
    "3–4 turns",
    "5–10 turns",
    "11–20 turns",
    "51 turns and more",
  ]);
});
