import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span } from "@/domain/deid/schema";
import { mask, toMasked, toStored } from "./mask";
import { named, recurring } from "./memory";
import { codePointsOf } from "./offsets";

const wild = fc
  .array(fc.constantFrom("a", "\u{1f600}", "e\u0301", "\r\n", "ש", "ﬁ", " ", "\u{1d400}"), { maxLength: 40 })
  .map((parts) => parts.join(""));
const covered = wild.chain((text) =>
  fc.uniqueArray(fc.nat({ max: text.length }), { maxLength: 8 }).map((places) => {
    const borders = places.sort((a, b) => a - b);
    const covers = [];
    for (let i = 0; i + 1 < borders.length; i += 2)
      covers.push({ start: borders[i] ?? 0, end: borders[i + 1] ?? 0, label: `[PERSON_${i}]` });
    return { text, covers };
  }),
);

test("what is not covered comes back to where it was, letter for letter", () => {
  fc.assert(
    fc.property(covered, ({ text, covers }) => {
      const { text: made, shifts } = mask(text, covers);
      for (let at = 0; at < text.length; at++) {
        if (covers.some(({ start, end }) => start <= at && at < end)) continue;
        const there = toMasked(shifts, at);
        expect(made[there]).toBe(text[at]);
        expect(toStored(shifts, there)).toBe(at);
      }
      for (const { start, end, label } of covers) expect(made.slice(toMasked(shifts, start), toMasked(shifts, end))).toBe(label);
    }),
  );
});

test("a highlight that begins or ends inside of a cover takes the whole of it", () => {
  const { text, shifts } = mask("I am Maria Keller, hello", [{ start: 5, end: 17, label: "[PERSON_1]" }]);
  expect(text).toBe("I am [PERSON_1], hello");
  expect([toMasked(shifts, 11), toMasked(shifts, 11, true)]).toEqual([5, 15]);
  expect([toStored(shifts, 8), toStored(shifts, 8, true)]).toEqual([5, 17]);
});

test("units and code points: there and back on every border", () => {
  fc.assert(
    fc.property(wild, (text) => {
      const { fromUnits, toUnits } = codePointsOf(text);
      let unit = 0;
      for (const [n, character] of [...text].entries()) {
        expect(fromUnits(unit)).toBe(n);
        expect(toUnits(n)).toBe(unit);
        unit += character.length;
      }
      expect(fromUnits(text.length)).toBe([...text].length);
    }),
  );
});

const person = (text: string, value: string, from = 0): Span => {
  const start = text.indexOf(value, from);
  return { start, end: start + value.length, type: "PERSON", score: 1, tier: 2, rule: "name:cued" };
};

test("one person has one placeholder in a conversation, by full name, part and accent; two who share a part have two", () => {
  const first = "Dr. John Whitfield met Zoë Brandt.";
  const second = "Whitfield said that ZOE BRANDT and Carl Brandt left. Brandt?";
  const turns = [
    { text: first, spans: [person(first, "Dr. John Whitfield"), person(first, "Zoë Brandt")] },
    {
      text: second,
      spans: [person(second, "Whitfield"), person(second, "ZOE BRANDT"), person(second, "Carl Brandt"), person(second, "Brandt", 52)],
    },
  ];
  expect(named(turns).map((spans) => spans.map(({ label }) => label))).toEqual([
    ["[PERSON_1]", "[PERSON_2]"],
    ["[PERSON_1]", "[PERSON_2]", "[PERSON_3]", "[PERSON_4]"],
  ]);
});

test("placeholders begin anew in every conversation, so that nothing links two", () => {
  const [one, other] = ["Ask Anna Berg", "Ask Carl Dorn"].map(
    (text) => named([{ text, spans: [person(text, text.slice(4))] }])[0]?.[0]?.label,
  );
  expect(one).toBe("[PERSON_1]");
  expect(other).toBe(one);
});

test("a name that was given once is found again without its capital, and a word of the language is not", () => {
  const first = "My name is Mariella Hope.";
  const second = "thanks, said mariella's friend. I hope so.";
  const again = recurring([
    { text: first, spans: [person(first, "Mariella Hope")] },
    { text: second, spans: [] },
  ]);
  expect(again[1]?.map(({ start, end }) => second.slice(start, end))).toEqual(["mariella"]);
});
