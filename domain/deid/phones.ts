import { isPossiblePhoneNumber, isValidPhoneNumber } from "libphonenumber-js/min";
import type { Span } from "./schema";
import { before, span } from "./span";

/** What is known of some groups of digits: how many there are and how many digits, and what stands in front. `whole`: no others stand with them. */
type Shape = {
  readonly groups: number;
  readonly digits: number;
  readonly plus: boolean;
  readonly bracket: boolean;
  readonly whole: boolean;
};

const cue =
  /\b(?:phones?|telephone|tel|call(?:ed|ing)?|mobile|cell|fax|dial(?:led|ing)?|reach|ring|text|whatsapp|sms|contact|hotline|answer(?:ing)?|landline|voicemail|numéro|teléfono|telefon|handy)\b/;
const cueBehind = /^[\s-]{1,2}\(?(?:office|fax|mobile|cell|home|work|phone|tel)\b/i;
const otherNumber =
  /(?:[$€£¥#%]|\b(?:version|v|apt|apartment|suite|ste|unit|box|floor|room|isbn|issn|page|pp?|chapter|section|figure|order|invoice|id|case|no\.? of|zip|code|year|model|iso|rfc|cve|article|port|card|iban|ssn|price|usd|eur)\W{0,3})$/;
/** Where a number without a country and without a cue is tried. */
const regions = ["US", "GB", "DE", "FR", "IN", "AU", "ES", "IT", "BR"] as const;

/** The telephone number that exactly these digits are, or null. A number plan decides, or a word beside it. */
export function phoneWithin(text: string, start: number, end: number, { groups, digits, plus, bracket, whole }: Shape): Span | null {
  const written = text.slice(start, end);
  const lead = before(text, start, 40);
  const extended = end + (/^(?:\s?(?:x|ext\.?)\s?\d{1,6})(?![\p{L}\p{N}])/iu.exec(text.slice(end, end + 14))?.[0].length ?? 0);
  const behind = cueBehind.test(text.slice(extended, extended + 12));
  const cued = behind || (cue.test(lead) && !/[$€£¥]\s?$/.test(lead));
  if (isDate(written) || (!cued && isAmount(written))) return null;
  const made = (tier: 1 | 3, score: number, rule: string) => span(start, extended, "PHONE_NUMBER", tier, score, rule);
  if (digits < 7) return groups > 1 && !bracket && (behind || cue.test(lead.slice(-16))) ? made(behind ? 1 : 3, 0.5, "phone:cued") : null;
  if (plus && isPossiblePhoneNumber(written)) return made(1, 1, "phone:international");
  if (cued && digits <= 14 && (groups > 1 || bracket || digits <= 13)) return made(1, 0.9, "phone:cued");
  if (groups < 2 || otherNumber.test(lead)) return null;
  if (/^\(?\d{3}\)?[-. ]\d{3}[-.]\d{4}$/.test(written) && isValidPhoneNumber(written, "US")) return made(1, 0.9, "phone:us");
  if (/^00[1-9]/.test(written) && isPossiblePhoneNumber(`+${written.slice(2)}`)) return made(1, 0.9, "phone:international");
  if (whole && regions.some((region) => isValidPhoneNumber(written, region))) return made(bracket ? 1 : 3, 0.6, "phone:plan");
  return bracket && groups <= 5 && digits <= 13 && /^\(\d{1,5}\)/.test(written) ? made(3, 0.5, "phone:shape") : null;
}

// Dates and ranges of years.
function isDate(written: string): boolean {
  return (
    /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\D|$)/.test(written) ||
    /^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})$/.test(written) ||
    /^\(?(?:1[5-9]|20)\d\d\)?\s?[-–/]\s?(?:(?:1[5-9]|20)\d\d|\d\d)$/.test(written)
  );
}

// Amounts in groups of three, and decimals.
function isAmount(written: string): boolean {
  return /^[1-9]\d{0,2}(?:[ .]\d{3}){2,}$/.test(written) || /^\d+\.\d+$/.test(written);
}
