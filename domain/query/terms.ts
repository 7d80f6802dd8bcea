import { wordsOf } from "@/domain/search/words";
import { formsOf } from "./forms";
import { problem } from "./problem";
import type { Term } from "./question";

type Place = { readonly at: number; readonly length: number };

// Letters of a script that nobody searches with stand for the signs while a text is cut into words, so that a sign stays in its word.
const signs = { "*": "\u16A0", "?": "\u16A2", "=": "\u16A6", "~": "\u16A8" } as const;
const runes = /[\u16A0\u16A2\u16A6\u16A8]/;

/**
 * The word or phrase that was typed. Signs that act are `*` and `?` beside a letter or digit, `=` in a number, and `~` after a word; what else is
 * no part of a word separates words. Throws `invalid` for what has no word, or a sign where it cannot act.
 */
export function termOf(text: string, place: Place): Term {
  const acting = text.replace(acts, signOf).replace(numbers, digits);
  if (acting === text) return plain("words", text, place);
  const beginning = text.replace(/\*$/, "");
  if (beginning !== text && /[\p{L}\p{M}\p{N}]$/u.test(beginning) && beginning.replace(acts, signOf).replace(numbers, digits) === beginning)
    return plain("prefix", beginning, place);
  if (runes.test(text)) throw problem("The runes ᚠ ᚢ ᚦ ᚨ are not searched for together with wildcards.", place);
  const found = wordsOf(acting).map(({ word }) => word);
  if (found.length === 0) throw nothing(text, place);
  return { op: "phrase", text, words: found.map((word) => wordOf(word, place)) };
}

function plain(op: "words" | "prefix", text: string, place: Place): Term {
  if (wordsOf(text).length === 0) throw nothing(text, place);
  return { op, text };
}

function nothing(text: string, place: Place) {
  return problem(`There is no word in "${text}" that could be found.`, place);
}

const acts = /[*?]|(?<=[\p{L}\p{M}\p{N}])~(?![\p{L}\p{N}])/gu;
const numbers = /(?<![\p{L}\p{M}0-9=])[0-9=]*=[0-9=]*(?![\p{L}\p{M}0-9=])/gu;
const signOf = (sign: string) => signs[sign as keyof typeof signs] ?? sign;
// Between blanks (x = 5, a == b) it is no number.
const digits = (run: string, at: number, text: string) =>
  /\d/.test(run) || /\S/.test(text.charAt(at - 1) + text.charAt(at + run.length)) ? run.replaceAll("=", signs["="]) : run;

/** What a word of a phrase may be. */
function wordOf(word: string, place: Place): string[] {
  const said = Object.entries(signs).reduce((text, [sign, rune]) => text.replaceAll(rune, sign), word);
  const stem = said.replace(/~+$/, "");
  if (stem !== said) {
    if (!/^[a-z]{3,40}$/.test(stem))
      throw problem("~ finds the forms of an English word that is written in full: apply~. It takes no wildcard beside it.", place);
    return formsOf(stem);
  }
  if (said.includes("~")) throw problem("~ stands at the end of a word: apply~.", place);
  if (/^[*?]+$/.test(said))
    throw problem(`“${said}” alone would be any word. Put letters beside it, or say how far apart: a w/3 b.`, place);
  return [said.replace(/\*+/g, "*")];
}
