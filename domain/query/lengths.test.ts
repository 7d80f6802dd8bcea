import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "@/domain/search/parse";
import { inClasses } from "./lengths";
import { readingOf } from "./reading";

test("a question for a length is read as one for the whole classes that it touches, and says so", () => {
  const said = (q: string) => readingOf(parse(q, { queryPrecedence: "dtsearch", metadataMinimum: 5 }));
  expect(said("turns:7")).toContain("5 to 10 turns");
  expect(said("turns:>=4")).toContain("at least 3 turns");
  expect(said("words:..500")).toContain("at most 999 words");
  expect(said("turns:60..99")).toContain("at least 51 turns");
  expect(readingOf(parse("turns:7", { queryPrecedence: "dtsearch", metadataMinimum: 1 }))).toContain("exactly 7 turns");
});

test("what is widened once is as wide as it gets, and never narrower than what was asked", () => {
  const n = fc.option(fc.nat({ max: 60_000 }), { nil: undefined });
  fc.assert(
    fc.property(fc.constantFrom("turns" as const, "words" as const), n, n, (field, from, to) => {
      const once = inClasses(field, { ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
      expect(inClasses(field, once)).toEqual(once);
      expect((once.from ?? 0) <= (from ?? 0)).toBe(true);
      expect((once.to ?? Number.POSITIVE_INFINITY) >= (to ?? 0)).toBe(true);
    }),
  );
});
