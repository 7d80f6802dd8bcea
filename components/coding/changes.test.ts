import { describe, expect, test } from "vitest";
import type { Code } from "@/domain/coding/schema";
import { type Change, changed, inverseOf, losesNote } from "./changes";
import type { Noted } from "./notes";

const code = (key: string, group: string): Code => ({ id: key, key, label: key, group, retired: false, createdAt: "" });
const codes = [code("relevant", "relevance"), code("not-relevant", "relevance"), code("news", "issue")];
const coding = (key: string, turn: number | null, note: string | null = null): Noted => ({
  ...{ code: key, turn, note, closed: null, by: "you", at: "now" },
});
const after = (codings: readonly Noted[], change: Change) => changed(codings, change, codes, "now");
const places = (codings: readonly Noted[]) => codings.map(({ code: key, turn, note }) => [key, turn, note]).sort();

describe("relevance is one answer for each place", () => {
  const before = [coding("relevant", null), coding("relevant", 3), coding("news", null)];
  test("a new one takes the place of the old, there only", () =>
    expect(places(after(before, { do: "apply", code: "not-relevant", turn: null }))).toEqual(
      places([coding("relevant", 3), coding("news", null), coding("not-relevant", null)]),
    ));
  test("an issue stands beside it", () => expect(after(before, { do: "apply", code: "news", turn: 3 })).toHaveLength(4));
});

describe("every step can be taken back", () => {
  const starts = [[], [coding("relevant", null, "why")], [coding("news", 2, "see"), coding("not-relevant", 2)]];
  const steps: Change[] = [
    { do: "apply", code: "relevant", turn: null },
    { do: "apply", code: "not-relevant", turn: null, note: "x" },
    { do: "apply", code: "relevant", turn: 2 },
    { do: "apply", code: "news", turn: 2, note: "other" },
    { do: "withdraw", code: "news", turn: 2 },
    { do: "withdraw", code: "relevant", turn: null },
  ];
  for (const start of starts)
    test.each(steps)(`from ${start.length} codings: $do $code $turn`, (step) => {
      const back = inverseOf(step, start, codes);
      expect(places(back.reduce(after, after(start, step)))).toEqual(places(start));
    });
});

describe("a step that would lose a note which is not open here is known before it is taken", () => {
  const before = [{ ...coding("relevant", null), closed: "locked" as const }, coding("news", null, "open")];
  test.each([
    [{ do: "withdraw", code: "relevant", turn: null }, true],
    [{ do: "apply", code: "not-relevant", turn: null }, true],
    [{ do: "apply", code: "relevant", turn: null }, false],
    [{ do: "withdraw", code: "news", turn: null }, false],
    [{ do: "apply", code: "not-relevant", turn: 2 }, false],
  ] as const)("%j: %s", (change, loses) => expect(losesNote(change, before, codes)).toBe(loses));
  test("a code that is applied again keeps the note it had, open or not", () =>
    expect(after(before, { do: "apply", code: "relevant", turn: null }).find(({ code: key }) => key === "relevant")).toMatchObject({
      closed: "locked",
    }));
});
