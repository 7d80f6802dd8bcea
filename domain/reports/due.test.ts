import fc from "fast-check";
import { expect, test } from "vitest";
import { duePeriods } from "./due";
import { Every } from "./schema";

const at = (text: string) => new Date(text);

test("days, weeks from Monday and months come due when they are over, and not before", () => {
  expect(duePeriods("day", "2026-11-23", null, at("2026-11-24T00:05:00Z"))).toEqual([]);
  expect(duePeriods("day", "2026-11-23", null, at("2026-11-24T00:11:00Z"))).toEqual([{ from: "2026-11-23", to: "2026-11-23" }]);
  expect(duePeriods("week", "2026-11-25", null, at("2026-12-01T12:00:00Z"))).toEqual([{ from: "2026-11-23", to: "2026-11-29" }]);
  expect(duePeriods("month", "2027-12-15", null, at("2028-03-01T12:00:00Z"))).toEqual([
    { from: "2027-12-01", to: "2027-12-31" },
    { from: "2028-01-01", to: "2028-01-31" },
    { from: "2028-02-01", to: "2028-02-29" },
  ]);
  expect(duePeriods("never", "2020-01-01", null, at("2028-03-01T12:00:00Z"))).toEqual([]);
});

test("however long nothing ran, and in however many rounds it is made up for, every period comes due once and none overlaps", () => {
  const day = fc.date({ min: at("2020-01-01"), max: at("2030-01-01"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(
      fc.constantFrom(...Every.options),
      day,
      fc.integer({ min: 0, max: 900 }),
      fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 5 }),
      (every, since, days, stops) => {
        const end = Date.parse(since) + days * 86_400_000 + 3_600_000;
        const rounds = [
          ...stops
            .map((stop) => Date.parse(since) + stop * 86_400_000)
            .filter((ms) => ms < end)
            .sort((a, b) => a - b),
          ...Array.from({ length: 12 }, () => end),
        ];
        const made: { from: string; to: string }[] = [];
        for (const now of rounds) made.push(...duePeriods(every, since, made.at(-1)?.from ?? null, new Date(now)));
        for (const [i, { from, to }] of made.entries()) {
          expect(from <= to).toBe(true);
          if (i > 0) expect(Date.parse(from) - Date.parse(made[i - 1]?.to ?? "")).toBe(86_400_000);
        }
        if (every === "day") expect(made).toHaveLength(days);
        expect(new Set(made.map(({ from }) => from)).size).toBe(made.length);
      },
    ),
  );
});
