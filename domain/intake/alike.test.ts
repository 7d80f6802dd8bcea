import * as fc from "fast-check";
import { expect, test } from "vitest";
import { alikeness } from "./alike";

const prompt = (text: string) => [{ role: "prompt" as const, text }];
const sketch = (text: string) => alikeness(prompt(text)).sketch ?? Buffer.alloc(0);
const agreement = (a: Buffer, b: Buffer) => a.reduce((sum, byte, i) => sum + (byte === b[i] ? 1 : 0), 0);
// Two texts of 400 different words, of which the second has one word changed in every `every`.
const words = (seed: number, every = 0) =>
  Array.from({ length: 400 }, (_, i) => (every && i % every === 0 ? `changed${seed}x${i}` : `word${(i * 7919 + 13) % 100_003}`)).join(" ");

test("one word changed in four hundred is nearly alike, one in eight is not, and other words have nothing in common", () => {
  const known = sketch(words(0));
  const mean = (every: number) =>
    Array.from({ length: 40 }, (_, seed) => agreement(known, sketch(words(seed + 1, every)))).reduce((a, b) => a + b) / 40;
  // The share of runs of five words that both have: .988/1.012, about .77 and .23.
  expect(mean(400)).toBeGreaterThan(30);
  expect(mean(40) / 32).toBeGreaterThan(0.7);
  expect(mean(40) / 32).toBeLessThan(0.87);
  expect(mean(8) / 32).toBeLessThan(0.4);
  expect(agreement(known, sketch(Array.from({ length: 400 }, (_, i) => `other${i}`).join(" ")))).toBeLessThan(4);
});

test("case, punctuation and line breaks are no difference; the order of words is", () => {
  expect(sketch("The Quick, brown fox -- jumped over it!")).toEqual(sketch("the quick brown\nfox jumped over it"));
  expect(sketch("a b c d e f g h")).not.toEqual(sketch("h g f e d c b a"));
  expect(sketch("这是一个很长的句子")).not.toEqual(sketch("这是另外一个短句子"));
  expect(alikeness(prompt(" -- ")).sketch).toBeNull();
});

test("a turn's hash tells role and text apart, whatever they hold", async () => {
  const mark = (role: "prompt" | "output", text: string) => alikeness([{ role, text }]).marks.subarray(0, 8).toString("hex");
  await fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => a === b || mark("prompt", a) !== mark("prompt", b)),
  );
  expect(mark("prompt", "Yes.")).not.toBe(mark("output", "Yes."));
  expect(mark("prompt", "Yes.")).toBe(mark("prompt", "Yes."));
});

test("a text in ASCII is told by the same whichever way it is looked through", async () => {
  await fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[ -~\n]{0,12}$/), { maxLength: 60 }), (pieces) => {
      const plain = alikeness(prompt(`${pieces.join(" ")} `));
      // Beyond 64 KB, and of the same words.
      const long = alikeness(prompt(`${pieces.join(" ")} ${"-".repeat(64 * 1024)}`));
      expect([plain.sketch, plain.marks.subarray(8), plain.words]).toEqual([long.sketch, long.marks.subarray(8), long.words]);
    }),
  );
  const { marks } = alikeness([...prompt("The quick, brown fox -- jumped over it!"), ...prompt("Yes."), ...prompt("")]);
  // As it was before there were two ways: what is staged already stays comparable.
  expect(marks.toString("hex")).toBe("c233fe32252988d776b540c7fce5a61f3422c8db14c10be4991479fa78ee8ffad4d3c05fd4d3c05f0000000000000000");
});
