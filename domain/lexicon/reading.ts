import type { DetectContext } from "@/domain/deid/schema";
import { commonWords } from "./common-words";
import { givenNames } from "./given-names";
import { placeHeads } from "./lists";
import { Gap, Kind, type Tokens, tokensOf } from "./tokens";

/** Lower-case words without a single capital among them, from this many on: somebody who writes without capitals. */
const ENOUGH = 4;
/** What the corpus says of a word counts from this many occurrences on. */
const KNOWN = 3;
/** Endings by which English makes words of words: what ends so is seldom a name, where a capital says nothing. */
const madeWord =
  /^[a-z]{3,}(?:ly|tion|sion|ness|able|ible|ive|ful|less|ous|ment|ism|ize|ise|ity|ical|etic|atic|istic|ance|ence|ations?|ated|ates|ically)$/;
/** And what may come after a word that is listed, or that is but for its last letter. */
const inflected = ["ing", "ed", "er", "ers", "s", "es", "est", "ist", "ists"] as const;

/** A text as the rules for names read it. */
export type Reading = Tokens & {
  /** A token in lower case. */
  readonly word: (i: number) => string;
  /** A token as it is written. */
  readonly written: (i: number) => string;
  /** Written like a name: with a capital, or, where nobody uses capitals, not a word of the language. */
  readonly isName: (i: number) => boolean;
  readonly isCommon: (i: number) => boolean;
  /** A capital would stand here whatever the word. */
  readonly isFresh: (i: number) => boolean;
  /** The whole text is written without capitals, or in capitals alone. */
  readonly caseless: boolean;
};

export function readingOf(text: string, { truecase }: DetectContext): Reading {
  const tokens = tokensOf(text);
  const { count, start, end, kind, gap } = tokens;
  const folded: (string | undefined)[] = new Array(count);
  const written = (i: number) => (i >= 0 && i < count ? text.slice(start[i], end[i]) : "");
  const word = (i: number) => {
    if (i < 0 || i >= count) return "";
    return (folded[i] ??= written(i).toLowerCase());
  };
  const judged = new Map<string, boolean>();
  const isCommonWord = (one: string) => {
    const known = judged.get(one);
    if (known !== undefined) return known;
    const common = judgeWord(one);
    judged.set(one, common);
    return common;
  };
  const judgeWord = (one: string) => {
    const apostrophe = one.search(/['’]/);
    if (apostrophe > 0 && /^(?:m|ll|re|ve|d|t)$/.test(one.slice(apostrophe + 1))) return true;
    const plain = apostrophe > 0 && one.endsWith("s") ? one.slice(0, apostrophe) : one;
    if (plain.length < 2) return true;
    if (truecase) {
      const lower = truecase.lower(plain);
      const capital = truecase.capital(plain);
      const listed = isListed(plain);
      if (lower + capital >= KNOWN) return listed ? capital < 10 * lower + 20 : lower > capital;
    }
    return isListed(plain);
  };
  const caseless = isCaseless(tokens);
  const isFresh = (i: number) => i === 0 || gap[i] === Gap.stop || gap[i] === Gap.line || gap[i] === Gap.other || gap[i] === Gap.dot;
  const isCommon = (i: number) => {
    const one = word(i);
    return isCommonWord(one) || ((caseless || isFresh(i)) && isMadeOfCommon(one));
  };
  const isName = (i: number) => {
    const what = kind[i];
    if (what === Kind.capital || what === Kind.capitals) return true;
    if (!caseless || what !== Kind.lower || (end[i] ?? 0) - (start[i] ?? 0) < 3) return false;
    return !isCommon(i) || (givenNames.has(word(i)) && i + 1 < count && gap[i + 1] === Gap.space && !isCommon(i + 1));
  };
  return { ...tokens, word, written, isName, isCommon, isFresh, caseless };
}

function isMadeOfCommon(word: string): boolean {
  if (givenNames.has(word) || placeHeads.has(word)) return false;
  return madeWord.test(word);
}

function isListed(word: string): boolean {
  if (commonWords.has(word)) return true;
  if (givenNames.has(word) || placeHeads.has(word)) return false;
  if (word.endsWith("ies") && commonWords.has(`${word.slice(0, -3)}y`)) return true;
  return inflected.some((ending) => word.length > ending.length + 2 && word.endsWith(ending) && isStem(word.slice(0, -ending.length)));
}

const isStem = (stem: string) =>
  commonWords.has(stem) || commonWords.has(`${stem}e`) || (stem.at(-1) === stem.at(-2) && commonWords.has(stem.slice(0, -1)));

// "my name is maria" has no capital; "MY NAME IS MARIA" has no other letter.
function isCaseless({ count, kind }: Tokens): boolean {
  let lower = 0;
  let capital = 0;
  let capitals = 0;
  for (let i = 0; i < Math.min(count, 400); i++) {
    if (kind[i] === Kind.lower) lower++;
    else if (kind[i] === Kind.capital) capital++;
    else if (kind[i] === Kind.capitals) capitals++;
  }
  return lower + capitals >= ENOUGH && capital === 0 && (lower === 0 || capitals <= lower / 8);
}
