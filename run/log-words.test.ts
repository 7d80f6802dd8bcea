import { expect, test } from "vitest";
import { factNames, factsOf } from "@/components/log/fact-words";
import { actionInWords } from "@/components/log/words";
import { events } from "@/domain/audit/events";

const writtenWhenRefused = /Written only when it is refused/;

test("every action that an entry may have is said in words, and so is every key of its details", () => {
  const actions = Object.entries(events);
  const unsaid = actions.filter(
    ([action, { says }]) => actionInWords(action, writtenWhenRefused.test(says) ? "refused" : "done") === action,
  );
  expect(unsaid.map(([action]) => action)).toEqual([]);
  const keys = new Set(actions.flatMap(([, { detail }]) => Object.keys(detail.shape)));
  expect([...keys].filter((key) => !(key in factNames))).toEqual([]);
});

test("an entry of a sign-in reads as a sentence does: moments with their zone, yes and no, random names cut", () => {
  expect(
    factsOf({ kind: "browser", newDevice: true, device: "0b5ff1c4-8a0e-4c0c-9d6f-2f1f7c8b9a01", expires: "2026-11-28T21:04:05.123Z" }),
  ).toEqual([
    ["by", "browser"],
    ["a new browser:", "yes"],
    ["device:", "0b5ff1c4…"],
    ["ends", "28 Nov 2026 21:04:05 UTC"],
  ]);
});

test("from and to are turns where they are numbers, and moments where they are not", () => {
  expect(factsOf({ from: 1, to: 50, turns: 50 })).toEqual([["turns", "1–50"]]);
  expect(factsOf({ from: "2026-11-01T00:00:00Z", to: "2026-11-28T00:00:00Z" })).toEqual([
    ["from", "1 Nov 2026 00:00:00 UTC"],
    ["to", "28 Nov 2026 00:00:00 UTC"],
  ]);
});
