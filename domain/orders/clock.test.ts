import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "@/prisma/connect";
import "@/prisma/testing/tries";
import { newWorld, type World } from "@/prisma/testing/world";
import { dayIn, hasEnded, isWorkingDay, lastDayOf, monthsAfter } from "./clock";
import { OrderSettings, type Period } from "./schema";

let world: World;
let database: pg.Client;
beforeAll(async () => {
  world = await newWorld();
  database = await connect(world.url);
});
afterAll(async () => {
  await database.end();
  await world.close();
});

const court = { timeZone: "America/New_York", holidays: ["2026-11-26", "2026-12-25", "2027-01-01"] };
const calendar = (days: number): Period => ({ days, of: "calendar" });
const business = (days: number): Period => ({ days, of: "business" });

test("the day of the event is not counted, and a period that would end on a Saturday, a Sunday or a holiday runs to the next day that is none", () => {
  // Each expectation was counted on a printed calendar of 2026.
  for (const [period, from, last] of [
    [calendar(14), "2026-11-03T15:00:00Z", "2026-11-17"],
    [calendar(7), "2026-11-14T15:00:00Z", "2026-11-23"], // would end on Saturday the 21st
    [calendar(14), "2026-11-12T15:00:00Z", "2026-11-27"], // would end on Thanksgiving
    [calendar(1), "2026-12-24T15:00:00Z", "2026-12-28"], // Christmas, a Friday, and the weekend after it
    [business(5), "2026-11-20T15:00:00Z", "2026-11-30"], // over a weekend and Thanksgiving
    [business(1), "2026-11-20T23:59:00Z", "2026-11-23"],
    [calendar(0), "2026-11-21T15:00:00Z", "2026-11-23"],
  ] as const)
    expect(lastDayOf(court, period, new Date(from)), `${period.days} ${period.of} days from ${from}`).toBe(last);
});

test("a day is a day where the court is: late in the evening of New York it is not tomorrow, whatever the clock says in Greenwich", () => {
  expect(dayIn(court, new Date("2026-11-24T04:59:59Z"))).toBe("2026-11-23");
  expect(dayIn(court, new Date("2026-11-24T05:00:00Z"))).toBe("2026-11-24");
  expect(dayIn({ timeZone: "Pacific/Kiritimati" }, new Date("2026-11-24T10:00:00Z"))).toBe("2026-11-25");
  // Where the clocks change, a day has 23 or 25 hours and is one day all the same.
  expect(lastDayOf({ ...court, holidays: [] }, calendar(2), new Date("2026-10-30T16:00:00Z"))).toBe("2026-11-02");
  expect([
    hasEnded(court, "2026-11-23", new Date("2026-11-24T04:59:59Z")),
    hasEnded(court, "2026-11-23", new Date("2026-11-24T05:00:00Z")),
  ]).toEqual([false, true]);
});

test("leap days and ends of months", () => {
  expect(lastDayOf({ timeZone: "UTC", holidays: [] }, calendar(1), new Date("2028-02-28T12:00:00Z"))).toBe("2028-02-29");
  expect(lastDayOf({ timeZone: "UTC", holidays: [] }, calendar(1), new Date("2027-02-25T12:00:00Z"))).toBe("2027-02-26");
  expect([
    monthsAfter("2026-11-30", 3),
    monthsAfter("2027-11-30", 3),
    monthsAfter("2026-01-31", 24),
    monthsAfter("2028-02-29", 12),
  ]).toEqual(["2027-02-28", "2028-02-29", "2028-01-31", "2029-02-28"]);
});

const moment = fc.date({ min: new Date("2024-01-01T00:00:00Z"), max: new Date("2032-12-31T00:00:00Z"), noInvalidDate: true });
const zone = fc.constantFrom(
  "America/New_York",
  "UTC",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Australia/Lord_Howe",
);
const holidays = fc.uniqueArray(
  moment.map((at) => at.toISOString().slice(0, 10)),
  { maxLength: 30 },
);
const period = fc.record({ days: fc.integer({ min: 0, max: 90 }), of: fc.constantFrom("calendar" as const, "business" as const) });

test("the database counts as this does, on any day, in any zone, whatever the holidays", async () => {
  await fc.assert(
    fc.asyncProperty(fc.record({ moment, zone, holidays, period }), async (given) => {
      const settings = OrderSettings.parse({ timeZone: given.zone, holidays: given.holidays, expertObjection: given.period });
      const { rows } = await database.query(
        "SELECT to_char(access.last_day($1, 'expertObjection', $2), 'YYYY-MM-DD') AS last, to_char(access.day_of($1, $2), 'YYYY-MM-DD') AS day",
        [JSON.stringify(settings), given.moment.toISOString()],
      );
      expect(rows[0]).toEqual({ last: lastDayOf(settings, given.period, given.moment), day: dayIn(settings, given.moment) });
    }),
    { numRuns: 300 },
  );
});

test("a period ends on a working day, never before its days are over, and a longer one never sooner", () => {
  fc.assert(
    fc.property(moment, zone, holidays, period, fc.integer({ min: 0, max: 20 }), (at, timeZone, free, given, more) => {
      const settings = { timeZone, holidays: free };
      const last = lastDayOf(settings, given, at);
      expect(isWorkingDay(settings, last)).toBe(true);
      expect(Date.parse(last) - Date.parse(dayIn(settings, at))).toBeGreaterThanOrEqual(given.days * 86_400_000);
      expect(lastDayOf(settings, { ...given, days: given.days + more }, at) >= last).toBe(true);
      expect(lastDayOf(settings, { ...given, of: "business" }, at) >= lastDayOf(settings, { ...given, of: "calendar" }, at)).toBe(true);
      expect(hasEnded(settings, last, at)).toBe(false);
    }),
  );
});
