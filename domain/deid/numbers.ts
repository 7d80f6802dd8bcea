import { isDigitCode, isWordCode } from "@/domain/lexicon/tokens";
import { phoneWithin } from "./phones";
import type { Span } from "./schema";
import { before, span } from "./span";

/** Groups of digits that stand together, as "(212) 555-0100" or "4111 1111 1111 1111". */
type Run = { readonly starts: number[]; readonly ends: number[] };

/** More groups in a row than a telephone number has. */
const CROWDED = 8;

const cardCue = /\b(?:card|visa|master ?card|amex|american express|discover|credit|debit|cc)\b/;
const ssnCue = /\b(?:ssn|social security|social sec)\b/;
/** Payment cards, social security numbers and telephone numbers. Digits are the candidates; a checksum or a number plan decides. */
export function findNumbers(text: string): Span[] {
  const found: Span[] = [];
  for (let at = nextDigit(text, 0); at < text.length; ) {
    const run = runFrom(text, at);
    found.push(...inRun(text, run));
    at = nextDigit(text, run.ends.at(-1) ?? at + 1);
  }
  return found;
}

function nextDigit(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isDigitCode(text.charCodeAt(at))) at++;
  return at;
}

// Separators within a run: one or two of blank, hyphen, dot, slash and brackets. Never a line break.
function runFrom(text: string, from: number): Run {
  const starts: number[] = [];
  const ends: number[] = [];
  let at = from;
  for (;;) {
    starts.push(at);
    while (isDigitCode(text.charCodeAt(at))) at++;
    ends.push(at);
    let next = at;
    while (next - at < 3 && isSeparator(text.charCodeAt(next))) next++;
    if (next === at || !isDigitCode(text.charCodeAt(next))) return { starts, ends };
    at = next;
  }
}

const isSeparator = (code: number) =>
  code === 0x20 ||
  code === 0x2d ||
  code === 0x2e ||
  code === 0x2f ||
  code === 0x28 ||
  code === 0x29 ||
  code === 0xa0 ||
  code === 0x2011 ||
  code === 0x2013;

function inRun(text: string, { starts, ends }: Run): Span[] {
  const found: Span[] = [];
  for (let i = 0; i < starts.length; ) {
    const best = cardAt(text, starts, ends, i) ?? ssnAt(text, starts, ends, i) ?? phoneAt(text, starts, ends, i);
    if (best) found.push(best.span);
    i = best ? best.next : i + 1;
  }
  return found;
}

type Hit = { readonly span: Span; readonly next: number } | null;

function cardAt(text: string, starts: number[], ends: number[], i: number): Hit {
  const start = starts[i] ?? 0;
  if (isWordCode(text.charCodeAt(start - 1))) return null;
  let digits = "";
  for (let j = i; j < Math.min(starts.length, i + 6); j++) {
    if (j > i && ((starts[j] ?? 0) - (ends[j - 1] ?? 0) > 1 || "./()".includes(text[ends[j - 1] ?? 0] ?? ""))) return null;
    digits += text.slice(starts[j], ends[j]);
    if (digits.length > 19) return null;
    const end = ends[j] ?? 0;
    if (digits.length < 12 || isWordCode(text.charCodeAt(end))) continue;
    if (!/^(?:\d+|(?:\d{4}[ -\u2011]){2,4}\d{1,4}|\d{4}[ -]\d{6}[ -]\d{4,5})$/.test(text.slice(start, end))) continue;
    const more = j + 1 < starts.length && (starts[j + 1] ?? 0) - end === 1 && digits.length < 15;
    if (isCard(digits) && !more && (digits.length > 12 || cardCue.test(before(text, start))))
      return { span: span(start, end, "CREDIT_CARD", 1, 1, "card"), next: j + 1 };
  }
  return null;
}

/** The ranges that issuers use, and Luhn's sum. */
export function isCard(digits: string): boolean {
  if (!/^(?:4|5[0-8]|2[2-7]|3[0-9]|6[0-9]|1800)/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let i = digits.length - 1, twice = false; i >= 0; i--, twice = !twice) {
    const digit = digits.charCodeAt(i) - 48;
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

function ssnAt(text: string, starts: number[], ends: number[], i: number): Hit {
  const start = starts[i] ?? 0;
  const lengths = [0, 1, 2].map((n) => (ends[i + n] ?? 0) - (starts[i + n] ?? 0));
  const grouped = lengths[0] === 3 && lengths[1] === 2 && lengths[2] === 4;
  const whole = lengths[0] === 9 && ssnCue.test(before(text, start));
  const last = grouped ? i + 2 : i;
  const end = ends[last] ?? 0;
  if ((!grouped && !whole) || isWordCode(text.charCodeAt(start - 1)) || isWordCode(text.charCodeAt(end))) return null;
  // With blanks between them it is as well the number of a house behind that of a flat.
  if (grouped && !/^\d{3}[-\u2011]\d{2}[-\u2011]\d{4}$/.test(text.slice(start, end)) && !ssnCue.test(before(text, start))) return null;
  const digits = text.slice(start, end).replace(/\D/g, "");
  if (!isSsn(digits)) return null;
  return { span: span(start, end, "US_SSN", 1, 1, "ssn"), next: last + 1 };
}

/** What was ever given out: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export function isSsn(digits: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}

function isAmerican(starts: number[], ends: number[], i: number): boolean {
  return [3, 3, 4].every((length, n) => (ends[i + n] ?? 0) - (starts[i + n] ?? 0) === length);
}

function phoneAt(text: string, starts: number[], ends: number[], i: number): Hit {
  let start = starts[i] ?? 0;
  const bracket = text[start - 1] === "(";
  if (bracket) start--;
  const plus = text[start - 1] === "+" || (bracket && text[start] === "+");
  if (plus) start--;
  // In a long row of groups only what is marked, or grouped as Americans do, is looked at.
  if (starts.length > CROWDED && i > 0 && !plus && !bracket && !isAmerican(starts, ends, i)) return null;
  if (isWordCode(text.charCodeAt(start - 1)) || /[\d.][.,/-]$/.test(text.slice(Math.max(0, start - 2), start))) return null;
  let digits = 0;
  let j = i;
  for (; j < Math.min(starts.length, i + 7); j++) {
    const length = (ends[j] ?? 0) - (starts[j] ?? 0);
    if (digits + length > 15) break;
    digits += length;
  }
  // Groups at the end that are a year or a date of their own are given back one by one.
  for (; j > i && digits >= 6; j--) {
    if (digits < 2 * (j - i) - 1) return null;
    const end = ends[j - 1] ?? 0;
    if (!isWordCode(text.charCodeAt(end)) || /^x\d/.test(text.slice(end, end + 2))) {
      const hit = phoneWithin(text, start, end, { groups: j - i, digits, plus, bracket, whole: i === 0 && j === starts.length });
      if (hit) return { span: hit, next: j };
    }
    digits -= end - (starts[j - 1] ?? 0);
  }
  return null;
}
