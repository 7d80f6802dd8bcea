import fc from "fast-check";
import { expect, test } from "vitest";
import { formsOf } from "./forms";

test.each([
  ["apply", "apply applies applied applying"],
  ["applied", "applied apply applies applying"],
  ["stop", "stop stops stopped stopping"],
  ["make", "make makes maked making"],
  ["making", "making make makes maked"],
  ["lie", "lie lies lied lying"],
  ["box", "box boxes boxed boxing"],
  ["agree", "agree agrees agreed agreeing"],
  ["cancel", "cancel cancels canceled canceling cancelled cancelling"],
  ["visit", "visit visits visited visiting visitted visitting"],
  ["reading", "reading read reads readed"],
  ["need", "need needs needed needing"],
  ["articles", "articles article articled articling"],
  ["business", "business businesses businessed businessing"],
  ["sing", "sing sings singed singing"],
])("the forms of %s", (word, forms) => expect(formsOf(word).join(" ")).toBe(forms));

test("no form is another word that merely begins alike", () => {
  for (const [word, other] of [
    ["organ", "organization"],
    ["universe", "university"],
    ["train", "trainer"],
    ["bank", "bankruptcy"],
  ] as const)
    expect(formsOf(word).includes(other)).toBe(false);
});

test("forms are few, are words, and hold what was written", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{3,20}$/), (word) => {
      const forms = formsOf(word);
      expect(forms).toContain(word);
      expect(forms.length).toBeLessThanOrEqual(16);
      for (const form of forms) expect(form).toMatch(/^[a-z]+$/);
    }),
  );
});
