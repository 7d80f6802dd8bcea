import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Line } from "@/domain/reports/line";
import { linesOf, type Sketch } from "@/prisma/testing/lines";
import { type Hostile, honestDay, hostileDay, type Reviewer } from "@/prisma/testing/reviewers";
import { detect } from "./detect";
import { type HourOfPerson, habitsOf } from "./habits";
import { FlagSettings } from "./schema";

const DAY = 86_400_000;
const start = Date.UTC(2026, 9, 5);
const settings = FlagSettings.parse({});
const nobody = habitsOf([]);

const reviewers: Reviewer[] = Array.from({ length: 20 }, (_, i) => ({
  ...{ email: `r${i}@x.example`, side: i % 2 ? "plaintiff" : "defense", role: i % 3 ? "expert" : "counsel" },
}));

function hoursOf(lines: readonly Line[]): HourOfPerson[] {
  const hours = new Map<string, HourOfPerson>();
  for (const { person, role, at, action, outcome } of lines) {
    if (action !== "conversation:view" || outcome !== "done" || !person) continue;
    const hour = Math.floor(Date.parse(at) / 3_600_000) * 3_600_000;
    const key = `${person} ${hour}`;
    hours.set(key, { person, role, hour, looks: (hours.get(key)?.looks ?? 0) + 1 });
  }
  return [...hours.values()];
}

describe("simulated reviewers", () => {
  const past = linesOf(
    reviewers
      .flatMap((reviewer) => Array.from({ length: 10 }, (_, i) => honestDay({ seed: "past", reviewer, day: start + i * DAY })))
      .flat(),
  );
  const habits = habitsOf(hoursOf(past));
  const today = start + 14 * DAY;

  test("two hundred honest days raise no flag but for those who really worked into the night, with a habit and without one", () => {
    const days = reviewers.flatMap((reviewer) =>
      Array.from({ length: 10 }, (_, i) => honestDay({ seed: "now", reviewer, day: today + i * DAY })),
    );
    const looks = days.flat().filter(({ action }) => action === "conversation:view").length;
    const raised = detect(linesOf(days.flat()), settings, habits);
    const first = detect(past, settings, nobody);
    const late = days.filter(
      (day) => day.filter(({ at, outcome }) => outcome === undefined && new Date(at).getUTCHours() % 22 < 6 && at % DAY !== 0).length >= 20,
    );
    const nights = raised.filter(({ kind }) => kind === "night");
    console.info(
      `honest: ${days.length} days, ${looks} looks; ${nights.length} flags of work by night for ${late.length} days that went past 22:00; other flags: ${raised.length - nights.length} with a habit, ${first.filter(({ kind }) => kind !== "night").length} without`,
    );
    expect([...raised, ...first].filter(({ kind }) => kind !== "night")).toEqual([]);
    expect(nights.length).toBe(late.length);
  });

  const expected: Record<Hostile, readonly string[]> = {
    walks: ["sequence", "haste", "rate"],
    "walks slowly": ["sequence"],
    "takes lists": ["sweep"],
    "takes lists slowly": ["sweep"],
    "by night": ["night"],
    "too many": ["rate"],
    "too fast": ["haste"],
    "two machines": ["session"],
    "tries doors": ["refusals"],
  };
  test.each(Object.entries(expected) as [Hostile, readonly string[]][])("whoever %s is flagged, twenty of twenty", (way, kinds) => {
    const found = reviewers.map((reviewer) => {
      const flags = detect(linesOf(hostileDay(way, { seed: "hostile", reviewer, day: today })), settings, habits);
      return {
        flagged: kinds.every((kind) => flags.some((flag) => flag.kind === kind)),
        besides: flags.filter(({ kind }) => !kinds.includes(kind)),
      };
    });
    const besides = found.flatMap((one) => one.besides.map(({ kind }) => kind));
    console.info(
      `${way}: ${found.filter(({ flagged }) => flagged).length} of ${found.length} flagged as ${kinds.join(", ")}; besides: ${besides.join(", ") || "nothing"}`,
    );
    expect(found.filter(({ flagged }) => !flagged)).toEqual([]);
  });
});

const anybody = { person: "p", email: "p@x", side: "plaintiff", role: "expert", session: "s" } as const;
const line = fc.record<Sketch>({
  at: fc.integer({ min: start, max: start + 2 * DAY }),
  action: fc.constantFrom("conversation:view", "conversation:search", "session:open", "hold:place"),
  object: fc.oneof(
    fc.constant(null),
    fc.integer({ min: 0, max: 60 }).map((n) => `conversation:T1-${n}`),
  ),
  outcome: fc.constantFrom("done", "refused", "failed"),
  reason: fc.constantFrom(null, "not_found", "sign_in", "budget"),
  detail: fc.constantFrom(null, { shown: ["T1-1", "T1-2"] }, { shown: "?" }),
  session: fc.constantFrom("s", "t", null),
});

test("whatever stands in a log: the same flags in any order of telling, each proved by entries of its person within its time", () => {
  const low = FlagSettings.parse({
    rate: { floor: 1, factor: 1, unknown: 2, ceiling: 5 },
    sequence: { length: 3, step: 2, strays: 1 },
    haste: { looks: 3, share: 0.5, seconds: 600 },
    refusals: { times: 2, minutes: 60 },
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 120 }), fc.integer(), (sketches, turn) => {
      const lines = linesOf(sketches.map((sketch) => ({ ...anybody, ...sketch })));
      const flags = detect(lines, low, nobody);
      const turned = [
        ...lines.slice(Math.abs(turn) % Math.max(1, lines.length)),
        ...lines.slice(0, Math.abs(turn) % Math.max(1, lines.length)),
      ];
      expect(detect(turned, low, nobody)).toEqual(flags);
      const byId = new Map(lines.map((one) => [one.id, one]));
      for (const { entries, from, to, email, sentence } of flags) {
        expect(entries.length).toBeGreaterThan(0);
        expect(entries.length).toBeLessThanOrEqual(20);
        for (const id of entries) expect(byId.get(id)?.email).toBe(email);
        expect(byId.get(entries[0] ?? "")?.at).toBe(from);
        expect(byId.get(entries.at(-1) ?? "")?.at).toBe(to);
        expect(sentence).toMatch(/^\S.*\.$/);
      }
    }),
  );
});

test("more of the same never takes a flag away, and a wider limit never adds one", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 5, max: 60 }), fc.integer({ min: 0, max: 40 }), (n, length, more) => {
      const walk = (size: number) =>
        linesOf(
          Array.from({ length: size }, (_, i) => ({
            ...anybody,
            at: start + i * 30_000,
            action: "conversation:view",
            object: `conversation:T1-${100 + i}`,
          })),
        );
      const flagged = (size: number, limit: number) =>
        detect(walk(size), FlagSettings.parse({ sequence: { length: limit, step: 2, strays: 2 } }), nobody).some(
          ({ kind }) => kind === "sequence",
        );
      expect(flagged(n, length)).toBe(n >= length);
      expect(!flagged(n, length) || flagged(n + more, length)).toBe(true);
      expect(flagged(n, length) || !flagged(n, length + more)).toBe(true);
    }),
  );
});

test("the night is the one of the person’s own zone, and whoever always works then is not told on", () => {
  const looks = (hour: number) =>
    linesOf(
      Array.from({ length: 30 }, (_, i) => ({
        ...anybody,
        at: start + hour * 3_600_000 + i * 60_000,
        action: "conversation:view",
        object: `conversation:T1-${i * 10}`,
      })),
    );
  const nights = (hour: number, of: Record<string, unknown>, habits = nobody) =>
    detect(looks(hour), FlagSettings.parse(of), habits).filter(({ kind }) => kind === "night").length;
  expect(nights(2, {})).toBe(1);
  expect(nights(14, {})).toBe(0);
  expect(nights(2, { zone: "America/Los_Angeles" })).toBe(0); // 19:00 there
  expect(nights(7, { zone: "America/New_York" })).toBe(1); // 03:00 there
  expect(nights(7, { zone: "America/New_York", zones: { "p@x": "Europe/London" } })).toBe(0);
  const owl = habitsOf(
    Array.from({ length: 30 }, (_, i) => ({ person: "p", role: "expert", hour: start - i * DAY + 2 * 3_600_000, looks: 20 })),
  );
  expect(nights(2, {}, owl)).toBe(0);
});

test("failed sign-ins in one name and a budget that was reached are flags of their own", () => {
  const guesses = Array.from({ length: 12 }, (_, i) => ({
    ...anybody,
    at: start + i * 60_000,
    action: "session:open",
    outcome: "refused" as const,
    reason: "sign_in",
  }));
  const stopped = { ...anybody, at: start + DAY, action: "conversation:view", outcome: "refused" as const, reason: "budget" };
  expect(detect(linesOf([...guesses, stopped]), settings, nobody).map(({ kind, sentence }) => [kind, sentence])).toEqual([
    ["budget", "The budget of the order stopped this person once."],
    ["guesses", "12 failed sign-ins in this name in 11 minutes."],
  ]);
});

test("a new browser strikes in somebody who worked here before, and not on their first day", () => {
  const opened = (newDevice: boolean) =>
    linesOf([{ ...anybody, at: start + DAY, action: "session:open", detail: { kind: "browser", newDevice } }]);
  const before = habitsOf([{ person: "p", role: "expert", hour: start, looks: 3 }]);
  expect(detect(opened(true), settings, before).map(({ kind }) => kind)).toEqual(["device"]);
  expect(detect(opened(false), settings, before)).toEqual([]);
  expect(detect(opened(true), settings, nobody)).toEqual([]);
});
