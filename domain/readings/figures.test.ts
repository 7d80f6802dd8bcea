import fc from "fast-check";
import { expect, test } from "vitest";
import { agreementOf } from "./agreement";
import { allocate } from "./allocate";
import { exactInterval } from "./interval";
import { weightedRate } from "./weighted";

const rounded = ({ low, high }: { low: number; high: number }, digits = 4) => [Number(low.toFixed(digits)), Number(high.toFixed(digits))];

test("the interval is the one of Clopper and Pearson", () => {
  // Of published tables (two-sided, 95 %), and by 1 - 0.05^(1/n) where none is found.
  expect(rounded(exactInterval(1, 10))).toEqual([0.0025, 0.445]);
  expect(rounded(exactInterval(5, 10))).toEqual([0.1871, 0.8129]);
  expect(rounded(exactInterval(10, 100))).toEqual([0.049, 0.1762]);
  expect(rounded(exactInterval(50, 1000))).toEqual([0.0373, 0.0654]);
  expect(exactInterval(0, 299).high).toBeCloseTo(1 - 0.05 ** (1 / 299), 12);
  expect(exactInterval(0, 299).high).toBeLessThan(0.01);
  expect(rounded(exactInterval(0, 2995), 5)).toEqual([0, 0.001]);
  expect(exactInterval(0, 2995).high).toBeLessThanOrEqual(0.001);
  expect(exactInterval(7, 7).high).toBe(1);
  for (const [found, n] of [
    [1, 0],
    [-1, 3],
    [4, 3],
    [0.5, 3],
  ] as const)
    expect(() => exactInterval(found, n)).toThrow(RangeError);
});

test("the interval holds the rate, mirrors, narrows with more, and covers what it promises", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
      const found = Math.round(n * share);
      const { low, high } = exactInterval(found, n);
      const mirrored = exactInterval(n - found, n);
      expect(low).toBeLessThanOrEqual(found / n + 1e-9);
      expect(high).toBeGreaterThanOrEqual(found / n - 1e-9);
      expect(mirrored.low).toBeCloseTo(1 - high, 9);
      const more = exactInterval(found * 2, n * 2);
      expect(more.high - more.low).toBeLessThan(high - low);
    }),
    { numRuns: 300 },
  );
});

test("kappa is Cohen's, and says nothing where chance agrees always", () => {
  const pairs = (yes: number, oneOnly: number, otherOnly: number, no: number) => [
    ...Array.from({ length: yes }, () => [true, true] as const),
    ...Array.from({ length: oneOnly }, () => [true, false] as const),
    ...Array.from({ length: otherOnly }, () => [false, true] as const),
    ...Array.from({ length: no }, () => [false, false] as const),
  ];
  expect(agreementOf(pairs(20, 5, 10, 15))).toEqual({ both: 50, agreed: 35, kappa: expect.closeTo(0.4, 12) });
  expect(agreementOf(pairs(0, 0, 0, 9)).kappa).toBeNull();
  expect(agreementOf([])).toEqual({ both: 0, agreed: 0, kappa: null });
  expect(agreementOf(pairs(0, 4, 4, 0)).kappa).toBeCloseTo(-1, 12);
});

test("a sample is shared out in proportion, with the least of each, and comes to its size", () => {
  expect(allocate([900, 90, 10], 100, 1)).toEqual([90, 9, 1]);
  expect(allocate([970, 20, 10], 50, 5)).toEqual([40, 5, 5]);
  expect(allocate([5, 5], 100, 1)).toEqual([5, 5]);
  expect(allocate([1, 1, 1], 2, 1)).toBeNull();
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 60, max: 3_000 }),
      (sizes, sample) => {
        const given = allocate(sizes, sample, 2) ?? [];
        expect(given.reduce((sum, n) => sum + n, 0)).toBe(
          Math.min(
            sample,
            sizes.reduce((sum, n) => sum + n, 0),
          ),
        );
        for (const [n, size] of sizes.entries()) {
          expect(given[n]).toBeGreaterThanOrEqual(Math.min(size, 2));
          expect(given[n]).toBeLessThanOrEqual(size);
        }
      },
    ),
  );
});

test("a weighted interval holds for strata of any rate: none left in any is the sum of what each could have, and what was read whole is certain", () => {
  const none = weightedRate([
    { of: 9_000, n: 90, leaks: 0 },
    { of: 1_000, n: 10, leaks: 0 },
  ]);
  expect(none.rate).toBe(0);
  expect(none.low).toBe(0);
  // 1 - 0.025^(1/90) and 1 - 0.025^(1/10), by weight.
  expect(none.high).toBeCloseTo(0.9 * (1 - 0.025 ** (1 / 90)) + 0.1 * (1 - 0.025 ** (1 / 10)), 9);
  expect(weightedRate([{ of: 50, n: 50, leaks: 5 }])).toEqual({ rate: 0.1, low: 0.1, high: 0.1 });
  const one = weightedRate([{ of: 1_000, n: 100, leaks: 3 }]);
  expect(one).toEqual({ rate: 0.03, ...exactInterval(3, 100) });
});

test("over drawn populations the weighted interval misses the rate less often than one time in twenty", () => {
  let seed = 11;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
  const strata = [
    { of: 5_000, rate: 0.01 },
    { of: 800, rate: 0.2 },
    { of: 200, rate: 0.5 },
  ];
  const truth = strata.reduce((sum, { of, rate }) => sum + (of / 6_000) * rate, 0);
  let missed = 0;
  for (let trial = 0; trial < 400; trial++) {
    const drawn = strata.map(({ of, rate }) => {
      const n = Math.ceil(of / 40);
      return { of, n, leaks: Array.from({ length: n }, next).filter((x) => x < rate).length };
    });
    const { low, high } = weightedRate(drawn);
    if (truth < low || truth > high) missed++;
  }
  expect(missed).toBeLessThan(20);
});
