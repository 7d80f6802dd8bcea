import * as fc from "fast-check";
import { expect, test } from "vitest";
import { coarsened } from "./coarsen";

test("no class is smaller than the minimum, unless all of them together are, and the sum stays", async () => {
  await fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 20 })),
      fc.integer({ min: 1, max: 12 }),
      (counts, minimum) => {
        const shown = coarsened(counts, minimum);
        const sum = (of: Record<string, number>) => Object.values(of).reduce((all, n) => all + n, 0);
        expect(sum(shown)).toBe(sum(counts));
        for (const n of Object.values(shown)) expect(n >= minimum || Object.keys(shown).length === 1).toBe(true);
      },
    ),
  );
});

test("what is large enough keeps its name", () => {
  expect(coarsened({ a: 2, b: 2, c: 7, d: 9 }, 5)).toEqual({ other: 11, d: 9 });
  expect(coarsened({ a: 3, b: 2, c: 7 }, 5)).toEqual({ other: 5, c: 7 });
  expect(coarsened({ a: 6, b: 5 }, 5)).toEqual({ a: 6, b: 5 });
});
