import fc from "fast-check";
import { expect, test } from "vitest";
import { addCase, type CaseCounts, truecaseOf } from "@/domain/lexicon/truecase";
import { detect } from "./detect";

const found = (text: string, language: string | null = "en") =>
  detect(text, language).map(({ type, start, end }) => [type, text.slice(start, end)]);

const pieces = [
  "Maria Keller",
  " lives at 12 Hornsey Road, Leeds ",
  "a.b@example.com",
  "4111 1111 1111 1111",
  "<PRESIDIO_ANONYMIZED_PERSON>",
  "NAME_1",
  "+1 212 555 0100",
  "\u{1f600}",
  "\u{1d400}\u{1d401}",
  "e\u0301",
  "\r\n",
  "שלום",
  "\u202e",
  "مرحبا",
  "ﬁ",
  "①",
  "\ud83d",
  ". ",
  ", ",
  "Dr. ",
  "my name is ",
  "10.1.2.3",
  "[REDACTED]",
  "password: hunter22!",
];
const texts = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 24 })
  .map((parts) => parts.join(""));

test("every span lies inside of the text, after the one before", () => {
  fc.assert(
    fc.property(texts, (text) => {
      let last = 0;
      for (const { start, end } of detect(text, "en")) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        last = end;
      }
    }),
    { numRuns: 300 },
  );
});

test("no border cuts a pair of surrogates in two", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces.filter((piece) => piece.isWellFormed())), { maxLength: 20 }), (parts) => {
      const text = parts.join("");
      for (const { start, end } of detect(text, "en")) expect(text.slice(start, end).isWellFormed()).toBe(true);
    }),
  );
});

test("what somebody else's tool left is a placeholder, and never a leak", () => {
  const text =
    "<PRESIDIO_ANONYMIZED_PERSON> wrote to NAME_12, [PRIVATE_EMAIL_2] and [REDACTED: name]; <TRUFFLEHOG_REDACTED_AWS> <EMAIL_ADDRESS> [PERSON_3]";
  const spans = detect(text, "en", { placeholders: ["⟦*⟧"] });
  expect(spans.map(({ type, tier, rule }) => [type, tier, rule])).toEqual([
    ["PLACEHOLDER", 0, "presidio:PERSON"],
    ["PLACEHOLDER", 0, "lmsys:PERSON"],
    ["PLACEHOLDER", 0, "private:EMAIL"],
    ["PLACEHOLDER", 0, "redacted:NAME"],
    ["PLACEHOLDER", 0, "trufflehog:AWS"],
    ["PLACEHOLDER", 0, "presidio:EMAIL_ADDRESS"],
    ["PLACEHOLDER", 0, "bracket:PERSON"],
  ]);
  expect(detect("Ask ⟦client 7⟧ tomorrow", "en", { placeholders: ["⟦*⟧"] })[0]).toMatchObject({
    start: 4,
    end: 14,
    rule: "production:⟦*⟧",
  });
});

test("a placeholder inside of anything else stays whole", () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const placeholder = "<PRESIDIO_ANONYMIZED_PERSON>";
      const at = before.length;
      const spans = detect(`${before}${placeholder}${after}`, "en");
      expect(
        spans.filter(({ start, end }) => start < at + placeholder.length && end > at).every(({ type }) => type === "PLACEHOLDER"),
      ).toBe(true);
    }),
  );
});

test("classes with a checksum or a number plan are found as they are written", () => {
  expect(found("Write to jürgen.o'neil+x@mail.example.co.uk.")).toContainEqual(["EMAIL_ADDRESS", "neil+x@mail.example.co.uk"]);
  expect(found("card 4111-1111-1111-1111, not 4111 1111 1111 1112")).toEqual([["CREDIT_CARD", "4111-1111-1111-1111"]]);
  expect(found("IBAN DE89 3704 0044 0532 0130 00 please")).toContainEqual(["IBAN_CODE", "DE89 3704 0044 0532 0130 00"]);
  expect(found("my ssn is 536-22-1234 and not 000-12-3456")).toEqual([["US_SSN", "536-22-1234"]]);
  expect(found("from 8.8.4.4 to 2a00:1450:4001:800::200e")).toEqual([
    ["IP_ADDRESS", "8.8.4.4"],
    ["IP_ADDRESS", "2a00:1450:4001:800::200e"],
  ]);
  expect(found("call (212) 555-0142 ext. 12 today")).toEqual([["PHONE_NUMBER", "(212) 555-0142 ext. 12"]]);
  expect(found("see https://www.example.org/a?b=(c). Bye")).toEqual([["URL", "https://www.example.org/a?b=(c)"]]);
  expect(found("postgres://app:s3cr3tpass@db.internal:5432/x")).toContainEqual(["SECRET", "s3cr3tpass"]);
});

test("what only looks like one is left alone", () => {
  expect(found("std::vector<int> and node.js at 12:30:45, version 1.2.3.4")).toEqual([]);
  expect(found("In 1990-1995 it grew from 10 000 000 to 12.345.678 items.")).toEqual([]);
  expect(found("git clone git@github.com:owner/name.git", "de").map(([type]) => type)).not.toContain("EMAIL_ADDRESS");
});

test("tiers say what follows: a cued name is of the second, a capital alone of the third", () => {
  const tiers = (text: string) => detect(text, "en").map(({ tier, rule }) => [tier, rule]);
  expect(tiers("My name is Xelia Vornak.")).toEqual([[2, "name:cued"]]);
  expect(tiers("We met Xelia Vornak there.")).toEqual([[3, "catch-all"]]);
  expect(tiers("She was born on 12 March 1987.")).toEqual([[2, "date:birth"]]);
  expect(tiers("It was shipped on 12 March 1987.")).toEqual([[3, "date:words"]]);
});

test("the corpus decides what is a word: a name that it writes small is none", () => {
  const counts: CaseCounts = new Map();
  for (let n = 0; n < 10; n++) addCase(counts, "We use a flumox when the Zarbin fails, and a flumox again.");
  const context = { truecase: truecaseOf(counts) };
  expect(detect("Then we took Flumox home with Zarbin too.", "en", context).map(({ start, end }) => [start, end])).toEqual([[30, 36]]);
});

test("where a language has no capitals only shapes are looked for", () => {
  expect(found("我叫王伟，电话 13800138000，a@b.cn", "zh").map(([type]) => type)).toContain("EMAIL_ADDRESS");
  expect(found("Keller Sandro", "zh")).toEqual([]);
});

test("who has an initial in the middle is a person, who is joined by & is a firm, and what stands before `of` is no part of either", () => {
  expect(found("Signed on Tuesday by Thandiwe P. Underhill.")).toContainEqual(["PERSON", "Thandiwe P. Underhill"]);
  expect(found("The invoice is for Lindqvist & Doyle.")).toContainEqual(["ORGANIZATION", "Lindqvist & Doyle"]);
  expect(found("It is due. Budget of Helvetia Insurance next.")).toContainEqual(["ORGANIZATION", "Helvetia Insurance"]);
  expect(found("What is it?")).toEqual([]);
});

test("an address has its British postcode and ends before the next thing; a postal code has its four digits more; an age stands in brackets", () => {
  expect(found("Flat 3, 12 Hornsey Road, Leeds LS6 4TX is let.")).toContainEqual(["ADDRESS", "Flat 3, 12 Hornsey Road, Leeds LS6 4TX"]);
  expect(found("Turn into 578 Larchmont St, the Estonian bakery is there.")).toContainEqual(["ADDRESS", "578 Larchmont St"]);
  expect(found("Her zip code is 44225-3624.")).toEqual([["ZIP_CODE", "44225-3624"]]);
  expect(found("Noor Haddad (26) of Ghent won.")).toContainEqual(["AGE", "26"]);
});
