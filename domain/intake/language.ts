import { detectAll } from "tinyld/light";
import type { NormalisedTurn } from "@/domain/formats/schema";

/** Characters that are looked at: a few lines first, which nearly always tell, and more only where they do not. */
const GLANCE = 300;
const SAMPLE = 1_000;
/** Letters without which nothing is said of the language. */
const ENOUGH = 12;

/** Scripts that one language of any size writes. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["zh", /\p{Script=Han}/gu],
  ["ko", /\p{Script=Hangul}/gu],
  ["th", /\p{Script=Thai}/gu],
  ["he", /\p{Script=Hebrew}/gu],
  ["el", /\p{Script=Greek}/gu],
];

/** The commonest short words, by which a reader tells these languages apart at a glance. */
const common: Readonly<Record<string, string>> = {
  en: "the of and to a in is you that it for on with are as i your be this have or can not what my how an will from do we if at would me was by please",
  de: "der die und das ist nicht ich zu den mit ein eine es sie auf für von dem auch wie kann sich werden aber oder wenn im wir bitte",
  fr: "le la les de et des est un une que pour dans vous en je du pas qui ce il sur avec au plus par votre être sont nous",
  es: "el la los de que y en un una es por para con las no se del su lo como más me mi pero al puede este",
  it: "il di che e la un una per è non sono con del della le si in da come più anche questo nel alla gli",
  pt: "o de que e do da em um uma para é com não os no se na por mais as como mas ao você das foi",
  nl: "de het een en van is dat op te in voor niet met zijn je ik er maar aan ook als om hoe kan",
};
const languages = Object.keys(common);
/** By word, the places in `languages` of those that have it. */
const languagesOf = new Map<string, number[]>();
for (const [place, words] of Object.values(common).entries())
  for (const one of words.split(" ")) languagesOf.set(one, [...(languagesOf.get(one) ?? []), place]);
const LONGEST = Math.max(...[...languagesOf.keys()].map(({ length }) => length));
const none: readonly number[] = [];

/**
 * The language of a conversation by its first thousand characters, or null where that is not plain. Asks the script first, then
 * common words, and only then the statistical detector, which takes fifty times as long.
 */
export function languageOf(turns: readonly NormalisedTurn[]): string | null {
  const glance = sampleOf(turns, GLANCE);
  const found = plainly(glance);
  if (found || glance.length < GLANCE) return found ?? byDetector(glance);
  const sample = sampleOf(turns, SAMPLE);
  return plainly(sample) ?? byDetector(sample);
}

function plainly(sample: string): string | null {
  const letters = lettersIn(sample);
  return letters < ENOUGH ? null : (byScript(sample, letters) ?? byCommonWords(sample));
}

function lettersIn(sample: string): number {
  let letters = 0;
  for (let i = 0; i < sample.length; i++) {
    const code = sample.charCodeAt(i);
    if (code > 127) return sample.match(/\p{L}/gu)?.length ?? 0;
    if ((code | 32) >= 97 && (code | 32) <= 122) letters++;
  }
  return letters;
}

function sampleOf(turns: readonly NormalisedTurn[], length: number): string {
  let sample = "";
  for (const { role, text } of turns) {
    if (role !== "prompt" && role !== "output") continue;
    sample += `${text.slice(0, length - sample.length)}\n`;
    if (sample.length >= length) break;
  }
  return sample;
}

// Japanese mixes its own scripts with Han: a tenth of kana tells.
function byScript(sample: string, letters: number): string | null {
  if (!/[\u0370-\u1fff\u3040-\uffff]/.test(sample)) return null;
  for (const [language, script] of scripts) {
    const share = (sample.match(script)?.length ?? 0) / letters;
    if (share > (language === "ja" ? 0.1 : 0.5)) return language;
  }
  return null;
}

// Of nearly every conversation: without a list of its words, most of which are too long to be among the common ones.
function byCommonWords(sample: string): string | null {
  const text = sample.toLowerCase();
  const hits = languages.map(() => 0);
  let words = 0;
  let from = 0;
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && isLetter(text.charCodeAt(i))) continue;
    if (i > from) words++;
    if (i > from && i - from <= LONGEST)
      for (const place of languagesOf.get(text.slice(from, i)) ?? none) hits[place] = (hits[place] ?? 0) + 1;
    from = i + 1;
  }
  const most = Math.max(...hits);
  const first = hits.indexOf(most);
  const second = Math.max(...hits.map((n, place) => (place === first ? 0 : n)));
  return most < 4 || most < words * 0.12 || most < second * 1.8 ? null : (languages[first] ?? null);
}

// a to z, à to ö, ø to ÿ.
function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0xe0 && code <= 0xff && code !== 0xf7);
}

function byDetector(sample: string): string | null {
  if (lettersIn(sample) < ENOUGH) return null;
  const [first, second] = detectAll(sample);
  if (!first || first.accuracy < 0.3 || first.accuracy < (second?.accuracy ?? 0) * 2) return null;
  return first.lang;
}
