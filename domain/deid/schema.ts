import * as z from "zod";

/** What a span is. The names are those that Presidio uses, so that figures can be set side by side. */
export const entityTypes = [
  "PLACEHOLDER",
  "SECRET",
  "CREDIT_CARD",
  "IBAN_CODE",
  "US_SSN",
  "EMAIL_ADDRESS",
  "IP_ADDRESS",
  "PHONE_NUMBER",
  "URL",
  "US_DRIVER_LICENSE",
  "NATIONAL_ID",
  "ACCOUNT_NUMBER",
  "ADDRESS",
  "ZIP_CODE",
  "DATE_TIME",
  "AGE",
  "TITLE",
  "PERSON",
  "LOCATION",
  "ORGANIZATION",
  "NRP",
] as const;
export const EntityType = z.enum(entityTypes);
export type EntityType = z.infer<typeof EntityType>;

/**
 * How sure, and so what follows. 1: validated by a checksum, a number plan or a known shape; masked for everyone. 2: a name, an address or
 * a date of birth that a cue or a list speaks for; masked for the roles that the order names. 3: only looks like one; drives samples and masks nothing.
 * 0: a placeholder that somebody else's tool left; never a leak, never edited.
 */
export const Tier = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export type Tier = z.infer<typeof Tier>;

/** Half open, in UTF-16 units of the untouched text, never within a code point. `score` is between 0 and 1; `rule` says which rule found it. */
export const Span = z.object({
  start: z.int().nonnegative(),
  end: z.int().positive(),
  type: EntityType,
  score: z.number().min(0).max(1),
  tier: Tier,
  rule: z.string(),
});
export type Span = z.infer<typeof Span>;

/** How often the corpus writes a word in lower case, and how often with a capital where a sentence does not ask for one. */
export type Truecase = { readonly lower: (word: string) => number; readonly capital: (word: string) => number };

/** What is known beside the text. All of it may be missing. */
export type DetectContext = {
  readonly truecase?: Truecase;
  /** Placeholders of this production that no general shape covers, as literal prefixes up to a closing bracket, or whole. */
  readonly placeholders?: readonly string[];
};
