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
const languagesOf = new Map<string, string[]>();
for (const [language, words] of Object.entries(common))
  for (const one of words.split(" ")) languagesOf.set(one, [...(languagesOf.get(one) ?? []), language]);

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

function byCommonWords(sample: string): string | null {
  const words = sample.toLowerCase().match(/[a-zà-öø-ÿ]+/g) ?? [];
  const hits = new Map<string, number>();
  for (const one of words) for (const language of languagesOf.get(one) ?? []) hits.set(language, (hits.get(language) ?? 0) + 1);
  const [first, second] = [...hits].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] < 4 || first[1] < words.length * 0.12 || first[1] < (second?.[1] ?? 0) * 1.8) return null;
  return first[0];
}

function byDetector(sample: string): string | null {
  if (lettersIn(sample) < ENOUGH) return null;
  const [first, second] = detectAll(sample);
  if (!first || first.accuracy < 0.3 || first.accuracy < (second?.accuracy ?? 0) * 2) return null;
  return first.lang;
}
