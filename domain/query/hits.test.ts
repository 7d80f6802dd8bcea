import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "@/domain/search/parse";
import { hitsIn, leavesByTurn } from "./hits";
import { leavesOf, type Term } from "./question";

describe("marks", () => {
  const few = fc
    .array(fc.constantFrom("an", "Ant", "bee", "be", "天", "é", "e\u0301", "x\u00ADy", ".", " ", " ", "-", "\n"), { maxLength: 40 })
    .map((parts) => parts.join(""));
  const term = fc.oneof(
    fc.record({
      op: fc.constantFrom("words" as const, "prefix" as const),
      text: fc
        .array(fc.constantFrom("an", "ant", "bee", "be", "天", "é", "xy"), { minLength: 1, maxLength: 3 })
        .map((words) => words.join(" ")),
    }),
    fc
      .array(fc.constantFrom(["an", "bee"], ["b?"], ["*e"], ["a*t"], ["x*"]), { minLength: 1, maxLength: 2 })
      .map((words): Term => ({ op: "phrase", text: "", words })),
  );

  test("what is marked is exactly what answers: without it nothing answers, and every mark alone does", () => {
    fc.assert(
      fc.property(few, term, (text, asked) => {
        const marks = hitsIn(text, [asked]);
        const left = marks.reduceRight((rest, { start, end }) => `${rest.slice(0, start)} zz ${rest.slice(end)}`, text);
        expect(hitsIn(left, [asked])).toEqual([]);
        for (const { start, end } of marks) expect(hitsIn(text.slice(start, end), [asked])[0]?.start).toBe(0);
      }),
      { numRuns: 1_000 },
    );
  });

  test("the marks of several leaves are those of each, joined and in order", () => {
    fc.assert(
      fc.property(few, fc.array(term, { maxLength: 3 }), (text, leaves) => {
        const marks = hitsIn(text, leaves);
        const inside = (spans: readonly { start: number; end: number }[]) =>
          new Set(spans.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
        expect(inside(marks)).toEqual(inside(leaves.flatMap((one) => hitsIn(text, [one]))));
        expect(marks.every(({ start }, i) => i === 0 || start >= (marks[i - 1]?.end ?? 0))).toBe(true);
      }),
    );
  });

  test("a phrase is marked as one, its words elsewhere are not", () => {
    const text = "To be or not to be; be to. TO-BE!";
    expect(hitsIn(text, [{ op: "words", text: "to be" }]).map(({ start, end }) => text.slice(start, end))).toEqual([
      "To be",
      "to be",
      "TO-BE",
    ]);
  });
});

describe("what is marked is what matched", () => {
  const turns = [
    { role: "prompt" as const, turn: 1, text: "How does a bank commit fraud? The loan was new." },
    { role: "output" as const, turn: 2, text: "Banks of the loan: one two three four five six fraud." },
    { role: "prompt" as const, turn: 3, text: "And the womens' wiñe?" },
    { role: "output" as const, turn: 4, text: "A fraud. Applying for loans applies; apply." },
  ];
  const marked = (q: string) => {
    const leaves = leavesOf(parse(q));
    const byTurn = leavesByTurn(turns, leaves);
    return turns.flatMap(({ turn, text }) =>
      hitsIn(text, byTurn.get(turn) ?? []).map(({ start, end }) => `${turn} ${text.slice(start, end)}`),
    );
  };
  test.each<[string, string[]]>([
    ["fraud", ["1 fraud", "2 fraud", "4 fraud"]],
    ["bank* w/3 fraud", ["1 bank", "1 fraud"]],
    ["fraud w/2 bank", ["1 bank", "1 fraud"]],
    ["fraud w/1 bank", []],
    ["fraud pre/3 bank", []],
    ["bank pre/2 fraud", ["1 bank", "1 fraud"]],
    ["fraud not w/3 bank*", ["2 fraud", "4 fraud"]],
    [
      "loan w/2 (the OR new)",
      ["1 The loan was new", "2 the loan"].flatMap((one) => (one.startsWith("1") ? ["1 The", "1 loan", "1 new"] : ["2 the", "2 loan"])),
    ],
    ["wom?ns", ["3 womens"]],
    ["wi?e", ["3 wiñe"]],
    ["apply~", ["4 Applying", "4 applies", "4 apply"]],
    ["apply~ for", ["4 Applying for"]],
    ["output:fraud", ["2 fraud", "4 fraud"]],
    ["turn:1-2:(fraud)", ["1 fraud", "2 fraud"]],
    ["turn:(fraud AND the)", ["1 fraud", "1 The", "2 the", "2 fraud"]],
    ["turn:(fraud AND NOT the)", ["4 fraud"]],
    ["prompt:(bank) then output:(fraud)", ["1 bank", "2 fraud"]],
    ["prompt:(bank) then output:(apply)", []],
    ["fraud NOT bank", ["1 fraud", "2 fraud", "4 fraud"]],
    ["NOT fraud", []],
  ])("%s", (q, expected) => expect(marked(q)).toEqual(expected));

  test("a wildcard takes no longer than word by pattern", () => {
    const [text, began] = ["a".repeat(200_000), performance.now()];
    expect(hitsIn(text, leavesOf(parse(`a${"*a".repeat(20)}b`)))).toEqual([]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
