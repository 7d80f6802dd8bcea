import { expect, test } from "vitest";
import { coverMeant, coversIn } from "./covers";

test("what may be lifted in a turn are the placeholders of the detector's shape, each once and in order", () => {
  expect(coversIn("Write to [EMAIL_2], not to [EMAIL_1]: [EMAIL_2] of [IP_1].")).toEqual(["[EMAIL_2]", "[EMAIL_1]", "[IP_1]"]);
  expect(coversIn("[REDACTED_1] and [REDACTED], <PRESIDIO_ANONYMIZED_PERSON>, NAME_1, [1], [email_1]")).toEqual([]);
});

test("what is selected is meant, then what was clicked, then the first", () => {
  const labels = ["[CARD_1]", "[EMAIL_1]", "[EMAIL_2]"];
  expect(coverMeant(labels, "to [EMAIL_1] about", "[CARD_1]")).toBe("[EMAIL_1]");
  expect(coverMeant(labels, "", "[EMAIL_2]")).toBe("[EMAIL_2]");
  expect(coverMeant(labels, "EMAIL_2", "[EMAIL_2]")).toBe("[EMAIL_2]");
  expect(coverMeant(labels, "something else", "")).toBe("[CARD_1]");
  expect(coverMeant([], "", "")).toBeUndefined();
});
