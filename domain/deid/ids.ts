import { Kind, type Tokens } from "@/domain/lexicon/tokens";
import type { EntityType, Span } from "./schema";
import { before, span } from "./span";

/** Words in front of a number that say what it is. A number without one is not called an id. */
const cues: readonly (readonly [EntityType, string, RegExp])[] = [
  [
    "US_DRIVER_LICENSE",
    "driver-licence",
    /\b(?:driver(?:['’]?s)?|driving)\W{1,2}licen[cs]e|\bdl\s?(?:no|number|#)|\blicen[cs]e\s(?:number|no)\b/,
  ],
  [
    "NATIONAL_ID",
    "national-id",
    /\b(?:passport|national (?:id|identity|insurance)|identity card|aadhaar|nhs|nino|curp|cpf|cnpj|dni|nie|nif|bsn|pesel|personnummer|social insurance|tax (?:id|file)|taxpayer|itin|tin|ein|voter id|medicare|medicaid|patient (?:id|no|number)|mrn|medical record|vin|license plate|student id|employee id)\b/,
  ],
  [
    "ACCOUNT_NUMBER",
    "account",
    /\b(?:account|acct|a\/c|routing|sort code|aba|bank account|policy|membership|member)\s?(?:number|no|num|id|#)|\b(?:routing|sort code)\b/,
  ],
];
const anyCue =
  /licen|passport|national|identity|aadhaar|nhs|nino|curp|cpf|cnpj|dni|nie|nif|bsn|pesel|personnummer|insurance|tax|itin|\btin\b|\bein\b|voter|medic|patient|mrn|\bvin\b|plate|student|employee|account|acct|a\/c|routing|sort code|aba|policy|member|\bdl\b/;

/** Numbers that a word in front calls somebody's: driver's licences, passports and other papers, accounts; and those with a checksum. */
export function findIds({ text, count, start, end, kind }: Tokens): Span[] {
  const found: Span[] = [];
  for (let i = 0; i < count; i++) {
    if (kind[i] !== Kind.number && kind[i] !== Kind.mixed) continue;
    const from = start[i] ?? 0;
    if (found.length > 0 && from < (found.at(-1)?.end ?? 0)) continue;
    let to = end[i] ?? 0;
    while (
      i + 1 < count &&
      /^[-. ]?$/.test(text.slice(to, start[i + 1])) &&
      /^[\d-]*\d/.test(text.slice(start[i + 1], end[i + 1])) &&
      (end[i + 1] ?? 0) - from < 24
    )
      to = end[++i] ?? 0;
    const value = text.slice(from, to);
    const checked = withChecksum(value);
    if (checked) {
      found.push(span(from, to, "NATIONAL_ID", 1, 0.9, checked));
      continue;
    }
    if (value.replace(/\D/g, "").length < 5) continue;
    const lead = before(text, from, 40);
    if (!anyCue.test(lead)) continue;
    const cue = cues.find(([, , pattern]) => pattern.test(lead.slice(lead.search(/[^\n]*$/))));
    if (cue && value.length <= 24) found.push(span(from, to, cue[0], 1, 0.8, `id:${cue[1]}`));
  }
  return found;
}

function withChecksum(value: string): string | null {
  if (/^\d{3}\.\d{3}\.\d{3}-\d{2}$/.test(value)) return isCpf(value.replace(/\D/g, "")) ? "id:cpf" : null;
  if (/^\d{8}[A-HJ-NP-TV-Z]$/.test(value)) return "TRWAGMYFPDXBNJZSQVHLCKE"[Number(value.slice(0, 8)) % 23] === value[8] ? "id:dni" : null;
  if (/^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]$/.test(value)) return "id:nino";
  return null;
}

function isCpf(digits: string): boolean {
  if (/^(\d)\1+$/.test(digits)) return false;
  return [9, 10].every((length) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Number(digits[i]) * (length + 1 - i);
    return ((sum * 10) % 11) % 10 === Number(digits[length]);
  });
}
