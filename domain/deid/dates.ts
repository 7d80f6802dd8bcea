import { isDigitCode } from "@/domain/lexicon/tokens";
import type { Span } from "./schema";
import { before, span } from "./span";

const months =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const days = "mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs)?(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?";
const time = "\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6})?)?(?:\\s?[ap]\\.?m\\b\\.?)?";
const zone = "(?:Z\\b|\\s?[+-]\\d{2}:?\\d{2}\\b)?";
const clock = `(?:(?:,?\\s(?:at\\s)?|T)${time}${zone})?`;

/** Written in digits. Tried only where there is a digit. */
const inDigits = new RegExp(
  `(?<![\\p{L}\\p{N}.,/$€£-])(?:\\d{4}([-/.])(?:0?[1-9]|1[0-2])\\1(?:0?[1-9]|[12]\\d|3[01])|(?:0?[1-9]|[12]\\d|3[01])([-/.])(?:0?[1-9]|[12]\\d|3[01])\\2(?:\\d{4}|\\d{2}))(?!\\d|[-/.]\\d)${clock}`,
  "giu",
);
/** With the name of a month. A month alone is none, nor is a year. */
const inWords = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:(?:${days}),?\\s)?(?:(?:the\\s)?\\d{1,2}(?:st|nd|rd|th)?\\s(?:of\\s)?(?:${months})(?![\\p{L}])\\.?(?:,?\\s(?:of\\s)?\\d{4})?|(?:${months})(?![\\p{L}])\\.?(?:\\s\\d{1,2}(?:st|nd|rd|th)?(?:,?\\s\\d{4})?|,?\\s(?:of\\s)?\\d{4}))(?![\\p{L}\\p{N}]|[.,]\\d)${clock})`,
  "giu",
);
const weekday = /(?<![\p{L}\p{N}])(?:mon|tues|wednes|thurs|fri|satur|sun)day(?![\p{L}\p{N}])/giu;
const birth = /\b(?:born|birth(?:day|date)?|d\.?o\.?b|date of birth|b\.)(?:\W{1,4}(?:on|is|was|in|date))?\W{0,4}$/;

/** Dates, written in digits or with the name of a month, and days of the week. A date of birth is of the second tier, others of the third. */
export function findDates(text: string): Span[] {
  const found: Span[] = [];
  const add = (pattern: RegExp, rule: string, score: number) => {
    for (const match of text.matchAll(pattern)) {
      const born = birth.test(before(text, match.index, 24));
      found.push(span(match.index, match.index + match[0].trimEnd().length, "DATE_TIME", born ? 2 : 3, score, born ? "date:birth" : rule));
    }
  };
  if (hasDigit(text)) {
    add(inDigits, "date:digits", 0.8);
    add(inWords, "date:words", 0.8);
  }
  add(weekday, "date:weekday", 0.5);
  return found;
}

const ages = [
  /(?<![\p{L}\p{N}.,-])(\d{1,3})(?=(?:\s|-)(?:years?|yrs?)(?:\s|-)(?:old|of age)\b|\s?y\/?o\b|-year-old|\syear-old)/giu,
  /\b(?:aged?|age of|age:|age is|turn(?:ed|ing|s)?)\s{1,2}(\d{1,3})(?![\p{L}\p{N}%]|[.,]\d)/giu,
  /\b(?:i['’]?m|i am|he['’]?s|she['’]?s|he is|she is|he was|she was|i was)\s(?:only\s|just\s|now\s)?(\d{2})(?=\s?(?:[.,;!?)]|and\b|$))/giu,
  // "Noor Haddad (26) of Ghent".
  /(?<!\p{L})\p{Lu}[\p{Ll}'’-]{1,30}\s(?:\p{Lu}\.\s)?\p{Lu}[\p{L}'’-]{1,30}\s\((\d{2})\)/gu,
];

/** Ages of people: the number alone. */
export function findAges(text: string): Span[] {
  if (!hasDigit(text)) return [];
  return ages.flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const digits = match[1] ?? "";
      const start = match.index + match[0].lastIndexOf(digits);
      return Number(digits) > 0 && Number(digits) < 121 ? [span(start, start + digits.length, "AGE", 3, 0.7, "age")] : [];
    }),
  );
}

function hasDigit(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (isDigitCode(text.charCodeAt(at))) return true;
  return false;
}
