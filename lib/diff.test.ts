import fc from "fast-check";
import { expect, test } from "vitest";
import "@/prisma/testing/tries";
import { type Change, diff, diffTexts } from "./diff";

const side = <T>(changes: readonly Change<T>[], kind: "gone" | "new") =>
  changes.filter((one) => one.kind === "same" || one.kind === kind).flatMap(({ items }) => items);
const list = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 25 });

test("what is same and gone is the text before, what is same and new the text after, and no two runs of a kind touch", () => {
  fc.assert(
    fc.property(list, list, (before, after) => {
      const changes = diff(before, after);
      expect(side(changes, "gone")).toEqual(before);
      expect(side(changes, "new")).toEqual(after);
      for (const [n, { kind }] of changes.entries()) expect(kind).not.toBe(changes[n + 1]?.kind);
    }),
  );
});

test("nothing shorter would do: as much is kept as a longest common subsequence has", () => {
  const longest = (one: readonly string[], other: readonly string[]): number => {
    const [head, ...rest] = one;
    if (head === undefined || other.length === 0) return 0;
    const at = other.indexOf(head);
    return Math.max(longest(rest, other), at < 0 ? 0 : 1 + longest(rest, other.slice(at + 1)));
  };
  const short = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 9 });
  fc.assert(
    fc.property(short, short, (before, after) => {
      const kept = diff(before, after)
        .filter(({ kind }) => kind === "same")
        .flatMap(({ items }) => items);
      expect(kept).toHaveLength(longest(before, after));
    }),
  );
});

test("a paragraph in which a number changed shows the number, and the rest of the order stays as it is", () => {
  const before = "# Order\n\n1. An expert is disclosed seven days before.\n\n2. Nobody tells.";
  const after = "# Order\n\n1. An expert is disclosed fourteen days before.\n\n2. Nobody tells.\n\n3. Nor hints.";
  expect(diffTexts(before, after)).toEqual([
    { kind: "same", text: "# Order" },
    {
      kind: "changed",
      words: [
        { kind: "same", text: "1. An expert is disclosed " },
        { kind: "gone", text: "seven" },
        { kind: "new", text: "fourteen" },
        { kind: "same", text: " days before." },
      ],
    },
    { kind: "same", text: "2. Nobody tells." },
    { kind: "new", text: "3. Nor hints." },
  ]);
  expect(diffTexts(before, before).every(({ kind }) => kind === "same")).toBe(true);
});

test("two long texts with nothing in common are told apart at once", () => {
  const words = (letter: string) => Array.from({ length: 20_000 }, (_, n) => `${letter}${n}`);
  expect(diff(words("a"), words("b")).map(({ kind }) => kind)).toEqual(["gone", "new"]);
});
