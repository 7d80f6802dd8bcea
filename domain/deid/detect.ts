import { readingOf } from "@/domain/lexicon/reading";
import { findAddresses, findZips } from "./addresses";
import { findContacts } from "./contacts";
import { findAges, findDates } from "./dates";
import { findIbans } from "./iban";
import { findIds } from "./ids";
import { findNames, findTitles } from "./names";
import { findNumbers } from "./numbers";
import { findPlaceholders } from "./placeholders";
import { resolved } from "./resolve";
import type { DetectContext, Span } from "./schema";
import { findSecrets } from "./secrets";

/** Languages that write names with a capital, and words without one. Elsewhere only what has a shape of its own is looked for. */
const cased = /^(?:en|es|fr|it|pt|nl|pl|sv|da|no|nb|fi|cs|sk|hr|sl|ro|hu|ca|tr|id|vi|et|lv|lt|sq|is|ga|cy|eu|gl|af|ms|tl)/;

/**
 * Everything in a text that may say who somebody is, and what is left of what somebody else masked: in order, without overlap, with
 * offsets in UTF-16 units of the text as it is stored. `language` is an ISO 639 code, or null where it is not known.
 */
export function detect(text: string, language: string | null = null, context: DetectContext = {}): Span[] {
  const reading = readingOf(text, context);
  const found = [
    ...findPlaceholders(text, context.placeholders),
    ...findSecrets(reading),
    ...findContacts(text),
    ...findIbans(reading),
    ...findNumbers(text),
    ...findIds(reading),
    ...findDates(text),
    ...findAges(text),
    ...(language === null || cased.test(language)
      ? [...findAddresses(reading), ...findZips(reading), ...findTitles(reading), ...findNames(reading)]
      : []),
  ];
  return resolved(text, found);
}
