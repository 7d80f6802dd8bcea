import type { Span } from "./schema";
import { span } from "./span";

/** The classes that Presidio's anonymiser writes in angle brackets when it is told nothing else. */
const classes =
  "PERSON|EMAIL_ADDRESS|EMAIL|PHONE_NUMBER|PHONE|LOCATION|ADDRESS|DATE_TIME|DATE|NRP|ORGANIZATION|ORG|URL|DOMAIN_NAME|IP_ADDRESS|IP|CREDIT_CARD|CRYPTO|IBAN_CODE|IBAN|US_SSN|SSN|US_BANK_NUMBER|US_DRIVER_LICENSE|US_ITIN|US_PASSPORT|UK_NHS|MEDICAL_LICENSE|AGE|ID|NAME|USERNAME|ACCOUNT_NUMBER|SECRET|ZIP_CODE|TITLE|NATIONAL_ID";

/**
 * What other people's tools leave where something was: Presidio and TruffleHog in WildChat's manner, NAME_1 in LMSYS's, square brackets
 * in that of hosted filters and of this product. Every quantifier is bounded, so a page of brackets is looked at once.
 */
const shapes = new RegExp(
  [
    "<(?<tool>PRESIDIO_ANONYMIZED|TRUFFLEHOG_REDACTED)_(?<what>[A-Z0-9_]{1,60})>",
    `<(?<angle>${classes})(?:_\\d{1,6})?>`,
    `\\[(?<square>${classes})(?:[_ ]\\d{1,6})?\\]`,
    "\\[(?<private>PRIVATE|private|Private)[_ ](?<kind>[A-Za-z][A-Za-z_]{0,30})(?:[_ ]?\\d{1,6})?\\]",
    "[\\[<](?<redacted>REDACTED|redacted|Redacted)(?<reason>[^\\[\\]<>\\n]{0,60})[\\]>]",
    "(?<![\\p{L}\\p{N}_])(?<lmsys>NAME)_\\d{1,6}(?![\\p{L}\\p{N}_])",
  ].join("|"),
  "gu",
);

/** The placeholders in a text, typed: the rule says which tool left it and what it stands for, as `presidio:PERSON`. */
export function findPlaceholders(text: string, own: readonly string[] = []): Span[] {
  const found: Span[] = [];
  if (text.includes("[") || text.includes("<") || text.includes("NAME_"))
    for (const match of text.matchAll(shapes)) {
      const rule = ruleOf(match.groups ?? {});
      found.push(span(match.index, match.index + match[0].length, "PLACEHOLDER", 0, 1, rule));
    }
  for (const literal of own) found.push(...literally(text, literal));
  return found;
}

function ruleOf(groups: Record<string, string | undefined>): string {
  if (groups.tool) return `${groups.tool === "PRESIDIO_ANONYMIZED" ? "presidio" : "trufflehog"}:${groups.what}`;
  if (groups.angle) return `presidio:${groups.angle}`;
  if (groups.square) return `bracket:${groups.square}`;
  if (groups.private) return `private:${(groups.kind ?? "").replace(/_$/, "").toUpperCase()}`;
  if (groups.lmsys) return "lmsys:PERSON";
  return `redacted:${
    (groups.reason ?? "")
      .replace(/[^A-Za-z]+/g, " ")
      .trim()
      .toUpperCase() || "UNKNOWN"
  }`;
}

const GAP = 40;

// A production's own: a literal, where `*` stands for up to forty characters other than a line break. Looked for piece by piece, since
// somebody typed it: a regular expression of many gaps could take for ever.
function literally(text: string, literal: string): Span[] {
  const [first = "", ...pieces] = literal.split("*").filter((piece) => piece !== "");
  if (first.length + pieces.join("").length < 2) return [];
  const spans: Span[] = [];
  for (let at = text.indexOf(first); at >= 0; ) {
    const end = endOf(text, at + first.length, pieces);
    if (end > 0) spans.push(span(at, end, "PLACEHOLDER", 0, 1, `production:${literal}`));
    at = text.indexOf(first, end > 0 ? end : at + 1);
  }
  return spans;
}

// Where the pieces end that follow each other from here on; -1 where one of them does not.
function endOf(text: string, from: number, pieces: readonly string[]): number {
  let end = from;
  for (const piece of pieces) {
    const gap = text.slice(end, end + GAP + piece.length);
    const at = gap.indexOf(piece);
    if (at < 0 || gap.slice(0, at).includes("\n")) return -1;
    end += at + piece.length;
  }
  return end;
}
