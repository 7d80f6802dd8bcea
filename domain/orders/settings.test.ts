import { expect, test } from "vitest";
import { legendOf, OrderSettings, settingList, settingsOf } from "./schema";
import { settingGroups } from "./setting-schema";

test("every setting has a default, a name, a group and a sentence that says what it decides", () => {
  const defaults = OrderSettings.parse({});
  expect(new Set(settingList.map(({ name }) => name as string))).toEqual(new Set(Object.keys(defaults)));
  for (const { name, group, title, description } of settingList) {
    expect(settingGroups, name).toContain(group);
    expect(title, name).toMatch(/^[A-Z]/);
    expect(description, name).toMatch(/^[A-Z].*\.$/);
  }
});

test("what an older version does not name has the default, and what a newer one does not know is refused", () => {
  expect(settingsOf({ tiers: ["ONE"], idleMinutes: 5 })).toMatchObject({
    tiers: ["ONE"],
    idleMinutes: 5,
    absoluteHours: 12,
    seats: { plaintiff: { expert: null } },
  });
  expect(settingsOf(null)).toEqual(OrderSettings.parse({}));
  expect(settingsOf({ forgotten: 1 })).not.toHaveProperty("forgotten");
  expect(OrderSettings.safeParse({ forgotten: 1 }).success).toBe(false);
  expect(OrderSettings.parse({ seats: { defense: { expert: "5" } } }).seats).toEqual({
    plaintiff: { expert: null, counsel: null },
    defense: { expert: 5, counsel: null },
  });
});

test("numbers that no order could mean are refused with a sentence", () => {
  for (const [settings, sentence] of [
    [{ idleMinutes: 0 }, "At least 1."],
    [{ idleMinutes: 1.5 }, "A whole number."],
    [{ tiers: [] }, "An order has a tier."],
    [{ timeZone: "Mars/Olympus" }, "The name of a time zone, as America/New_York."],
    [{ holidays: ["2026-02-30"] }, "A day, as 2026-11-24."],
    [{ viewsPerDay: 10_000_001 }, "At most 10,000,000."],
    [{ covers: { defense: { expert: 0 } } }, "At least 1."],
  ] as const) {
    const { error } = OrderSettings.safeParse(settings);
    expect(
      error?.issues.map(({ message }) => message),
      JSON.stringify(settings),
    ).toContain(sentence);
  }
});

test("a tier has the order's own legend, or its name and what it is subject to", () => {
  const settings = { tiers: ["CONFIDENTIAL", "AEO"], legends: ["Confidential – Dkt. 12"] };
  expect([0, 1, 2, 3].map((rank) => legendOf(settings, rank))).toEqual([
    "",
    "Confidential – Dkt. 12",
    "AEO – SUBJECT TO PROTECTIVE ORDER",
    "TIER 3 – SUBJECT TO PROTECTIVE ORDER",
  ]);
});
