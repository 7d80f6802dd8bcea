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

test("a question for days is read as one for the whole months that they are in, and says so", () => {
  const said = (q: string, metadataMinimum = 5) => readingOf(parse(q, { queryPrecedence: "dtsearch", metadataMinimum }));
  expect(said("date:2024-02-10")).toContain("a start from 2024-02-01 to 2024-02-29");
  expect(said("date:2023-04-30..2023-12-02")).toContain("a start from 2023-04-01 to 2023-12-31");
  expect(said("date:>=2023-06-15")).toContain("a start on 2023-06-01 or later");
  expect(said("date:<2023-06-15")).toContain("a start on 2023-06-30 or earlier");
  expect(said("month:2023-06")).toBe(said("date:2023-06-01..2023-06-30"));
  expect(said("date:2024-02-10", 1)).toContain("a start on 2024-02-10");
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
