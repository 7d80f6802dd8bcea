import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hitsIn } from "@/domain/query/hits";
import { codePoint, cut, placeholderTitle, plainReason } from "./pieces";

const loud = fc.array(
  fc.oneof(
    fc.string(),
    fc.constantFrom("[PERSON_1]", "NAME_3", "<PRESIDIO_ANONYMIZED_PERSON>", "\u202e", "\u200b", "\u{e0041}", "court", " "),
  ),
  { maxLength: 20 },
);

describe("what was said is never altered", () => {
  test("pieces joined give the text, character for character", () => {
    fc.assert(
      fc.property(loud, (parts) => {
        const text = parts.join("");
        const pieces = cut(text, hitsIn(text, [{ op: "words", text: "court" }]));
        expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      }),
    );
  });
});

describe("what does not show is shown", () => {
  test.each(["\u202a", "\u202e", "\u2066", "\u2069", "\u200b", "\u200f", "\ufeff", "\u00ad", "\u{e0041}"])(
    "%j has a piece of its own",
    (character) => {
      const pieces = cut(`a${character}b`);
      expect(pieces.map(({ kind }) => kind)).toEqual(["text", "invisible", "text"]);
      expect(codePoint(character)).toMatch(/^U\+[0-9A-F]{4,5}$/);
    },
  );
  test("the joiner inside one picture is left alone, a loose one is not", () => {
    expect(cut("👩\u200d💻").map(({ kind }) => kind)).toEqual(["text"]);
    expect(cut("a\u200db").map(({ kind }) => kind)).toEqual(["text", "invisible", "text"]);
  });
});

describe("placeholders are seen as placeholders", () => {
  test.each([
    "[PERSON_1]",
    "[EMAIL_12]",
    "[REDACTED]",
    "[PRIVATE_EMAIL]",
    "NAME_1",
    "<PRESIDIO_ANONYMIZED_PERSON>",
    "<TRUFFLEHOG_REDACTED_URI>",
  ])("%s", (text) => {
    expect(cut(`x ${text} y`).find(({ kind }) => kind === "placeholder")?.text).toBe(text);
    expect(placeholderTitle(text)).toContain("left by de-identification");
  });
  test.each(["[1]", "array[INDEX]", "FIRSTNAME_1x", "[x](y)"])("%s is none", (text) => {
    expect(cut(text).every(({ kind }) => kind === "text")).toBe(true);
  });
});

test("a hit inside a placeholder is a hit and a placeholder", () => {
  const text = "ask [PERSON_1] now";
  const pieces = cut(text, [{ start: 0, end: 14 }]);
  expect(pieces.filter(({ hit }) => hit).map((piece) => piece.text)).toEqual(["ask ", "[PERSON_1]"]);
});

describe("no text freezes the page", () => {
  test.each([
    ["200 KB", "word ".repeat(40_000)],
    ["quotes in quotes", `${">".repeat(5_000)} x`],
    ["lists in lists", Array.from({ length: 200 }, (_, i) => `${"  ".repeat(i)}- x`).join("\n")],
    ["open brackets", "[".repeat(5_000)],
    ["stars", "*a ".repeat(5_000)],
  ])("%s is shown plain, with its reason", (_name, text) => expect(plainReason(text)).toMatch(/plain/));
  test("an ordinary answer is read as Markdown", () => expect(plainReason("# Title\n\n- one\n  - two\n\n> quote\n\n    code")).toBeNull());
});
