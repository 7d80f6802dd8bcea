import { isDigitCode, isWordCode, Kind, type Tokens } from "@/domain/lexicon/tokens";
import type { Span } from "./schema";
import { before, span } from "./span";

/** How long an IBAN is, by country: the registry of ISO 13616. */
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 " +
    "GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 " +
    "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 " +
    "TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((one) => [one.slice(0, 2), Number(one.slice(2))]),
);

/** International bank account numbers: exactly as long as the country's are, with the checksum right, or wrong beside the word. */
export function findIbans({ text, count, start, kind }: Tokens): Span[] {
  const found: Span[] = [];
  for (let i = 0; i < count; i++) {
    if (kind[i] !== Kind.mixed) continue;
    const from = start[i] ?? 0;
    if (!isDigitCode(text.charCodeAt(from + 2)) || !isDigitCode(text.charCodeAt(from + 3))) continue;
    const length = lengths[text.slice(from, from + 2).toUpperCase()];
    const to = length ? endOf(text, from, length) : null;
    if (to === null) continue;
    const right = isIban(text.slice(from, to));
    if (right || /\biban\b/.test(before(text, from)))
      found.push(span(from, to, "IBAN_CODE", 1, right ? 1 : 0.7, right ? "iban" : "iban:cued"));
  }
  return found;
}

// So many letters and digits, with single blanks or hyphens between groups, and then no more of them.
function endOf(text: string, from: number, length: number): number | null {
  let at = from;
  for (let taken = 0; taken < length; at++) {
    const code = text.charCodeAt(at);
    if (isDigitCode(code) || ((code | 32) >= 97 && (code | 32) <= 122)) taken++;
    else if ((code !== 0x20 && code !== 0x2d && code !== 0xa0) || !isWordCode(text.charCodeAt(at + 1)) || taken < 4) return null;
  }
  return isWordCode(text.charCodeAt(at)) ? null : at;
}

/** The remainder by 97 of ISO 7064, over the digits with the first four characters at the end. */
export function isIban(written: string): boolean {
  const plain = written.replace(/[\s-]/g, "").toUpperCase();
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
