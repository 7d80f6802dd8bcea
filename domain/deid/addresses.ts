import {
  honorifics,
  military,
  particles,
  smallStreets,
  streetEnding,
  streetWords,
  units,
  usStates,
  weakStreets,
} from "@/domain/lexicon/lists";
import { isPlaceWord, placeAt } from "@/domain/lexicon/places";
import type { Reading } from "@/domain/lexicon/reading";
import { Gap, isDigitCode, Kind } from "@/domain/lexicon/tokens";
import type { Span } from "./schema";
import { before, span } from "./span";

/** How far an address reaches from where it is seen, in tokens. */
const REACH = 24;
const cue =
  /\b(?:address(?:es)?|live[sd]? (?:at|in|on)|living at|located at|office (?:is )?(?:at|in)|deliver(?:ed|y)? (?:it )?to|ship(?:ped|ping)? (?:it )?to|sent? (?:it )?to|moved to|reside[sd]? (?:at|in)|residence|meet (?:me )?at|return to|taxi to|home is|street|domicile|dirección|adresse|indirizzo)\b/;

const nextIs =
  /(?:\baddress(?:es)?(?: with| is| to|:|, here (?:they are|it is):)?|\breturn to|\btaxi to|\bmeet (?:me|us|you|him|her|them)? ?at|\bhere (?:they are|it is):|\blives? (?:at|on)|\baddress\b[^.!?\n]{0,40}(?: is|:)|\b(?:sent|shipped|delivered|mailed) to|\blocated (?:at|on)|\boffice is (?:at|on)|\b(?:send|ship|deliver|mail|forward|post)\b[^.!?\n]{1,40}\sto)\s{1,3}$/;

/** Postal addresses: a street with its number, a flat, a box, and whatever town, code and country stand with it. */
export function findAddresses(reading: Reading): Span[] {
  const found: Span[] = [];
  let last = 0;
  for (let i = 0; i < reading.count; i++) {
    if (i < last || !isSeed(reading, i)) continue;
    const [from, to] = around(reading, i, last);
    const strength = strengthOf(reading, from, to);
    if (strength === 0) {
      // What stands together is judged together.
      last = to;
      continue;
    }
    const start = startOf(reading, from);
    const end = withPostcode(reading.text, reading.end[to] ?? 0);
    const cued = cue.test(before(reading.text, start, 48));
    found.push(
      span(
        start,
        end,
        "ADDRESS",
        strength > 1 || cued ? 2 : 3,
        strength > 1 ? 0.85 : 0.5,
        strength > 1 ? "address:street" : "address:shape",
      ),
    );
    last = to + 1;
  }
  return found;
}

/** A British postcode behind a town: "SW6 4TX". */
function withPostcode(text: string, end: number): number {
  const code = /^,?\s{1,2}[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?![\p{L}\p{N}])/u.exec(text.slice(end, end + 16));
  return code ? end + code[0].length : end;
}

const isNumber = (reading: Reading, i: number) => {
  if (i < 0 || i >= reading.count) return false;
  const length = (reading.end[i] ?? 0) - (reading.start[i] ?? 0);
  if (reading.kind[i] === Kind.number) return length <= 6;
  return (
    reading.kind[i] === Kind.mixed &&
    length <= 6 &&
    isDigitCode(reading.text.charCodeAt(reading.start[i] ?? 0)) &&
    /^\d{1,5}(?:[A-Za-z]|st|nd|rd|th)$/.test(reading.written(i))
  );
};

function isStreet(reading: Reading, i: number): boolean {
  const one = reading.word(i);
  if (!isWritten(reading, i))
    return smallStreets.has(one) && (isNumber(reading, i - 1) ? reading.isName(i + 1) : reading.isName(i - 1) && isNumber(reading, i + 1));
  // "Dr. Pearce", "St. John": at the head of a line they are no ends of a street.
  if (one.length < 3 && reading.isFresh(i) && !isNumber(reading, i - 1)) return false;
  return streetWords.has(one) || (one.length > 5 && streetEnding.test(one));
}

// Where nobody uses capitals, street words are lower case too.
function isWritten({ kind, caseless }: Reading, i: number): boolean {
  return kind[i] === Kind.capital || kind[i] === Kind.capitals || (caseless && kind[i] === Kind.lower);
}

function isUnit(reading: Reading, i: number): boolean {
  return isWritten(reading, i) && units.has(reading.word(i));
}

function isMilitary(reading: Reading, i: number): boolean {
  return isWritten(reading, i) && military.has(reading.word(i));
}

// Where an address can begin to be seen: at a number beside words written like names, at a flat or box with a number, at a corner of streets.
function isSeed(reading: Reading, i: number): boolean {
  const kind = reading.kind[i];
  if (kind === Kind.number || kind === Kind.mixed) {
    if (!isNumber(reading, i) || !beside(reading, i + 1) || (isNumber(reading, i + 1) && isNumber(reading, i + 2))) return false;
    return isPart(reading, i + 1) && !isMeasure(reading, i);
  }
  if (kind !== Kind.capital && kind !== Kind.capitals && !(reading.caseless && kind === Kind.lower)) return false;
  if ((atCorner(reading, i) || isCued(reading, i)) && isPart(reading, i)) return true;
  if (!isWritten(reading, i)) return false;
  if (isStreet(reading, i))
    return !weakStreets.has(reading.word(i)) || isNumber(reading, i + 1) || (isNumber(reading, i - 2) && !reading.isFresh(i));
  return (isUnit(reading, i) && isNumber(reading, i + 1)) || (isMilitary(reading, i) && i + 1 < reading.count);
}

const beside = ({ gap }: Reading, i: number) => gap[i] === Gap.space || gap[i] === Gap.comma || gap[i] === Gap.line || gap[i] === Gap.dot;

// "2001 American comedy", "5 January", "3 Days": a number before a word of everyday speech is a number.
function isMeasure(reading: Reading, i: number): boolean {
  const next = reading.word(i + 1);
  return reading.isCommon(i + 1) && !streetWords.has(next) && !units.has(next) && !isNumber(reading, i + 1) && !reading.isName(i + 2);
}

/** What may stand within an address. */
function isPart(reading: Reading, i: number): boolean {
  if (i < 0 || i >= reading.count) return false;
  if (isNumber(reading, i)) return true;
  const one = reading.word(i);
  const what = reading.kind[i];
  if (isUnit(reading, i) || isMilitary(reading, i) || isStreet(reading, i)) return true;
  if (
    what === Kind.initial ||
    (reading.caseless && one.length === 1 && reading.gap[i + 1] === Gap.dot) ||
    (what === Kind.capitals && one.length === 2)
  )
    return true;
  if (what === Kind.lower && particles.has(one))
    return (
      reading.gap[i] !== Gap.comma &&
      afterParticles(reading, i) &&
      (reading.isName(i - 1) || isNumber(reading, i - 1) || isStreet(reading, i - 1) || particles.has(reading.word(i - 1)))
    );
  if (
    reading.caseless &&
    one.length === 2 &&
    reading.gap[i] === Gap.line &&
    /,/.test(reading.text.slice(reading.end[i - 1], reading.start[i]))
  )
    return true;
  if (one === "nan" || isPlaceWord(reading, i)) return true;
  // "Trg revolucije", "Kámen u Pacova": words of another language within the name of a place.
  if (what === Kind.lower && !reading.isName(i))
    return !reading.isCommon(i) && reading.gap[i] === Gap.space && (reading.isName(i - 1) || isStreet(reading, i - 1));
  if (!reading.isName(i)) return false;
  if (particles.has(one) && reading.isName(i + 1)) return true;
  if (honorifics.has(one) && !streetWords.has(one) && reading.gap[i + 1] === Gap.dot) return false;
  // A common word with a capital is part of a name in the middle of a line, and the beginning of something else at its head.
  if (reading.gap[i] === Gap.line && reading.gap[i + 1] === Gap.space && reading.isName(i + 1) && !reading.isCommon(i - 1)) return true;
  return !reading.isCommon(i) || !reading.isFresh(i) || (what === Kind.capitals && !reading.caseless && reading.gap[i] === Gap.line);
}

function afterParticles(reading: Reading, i: number): boolean {
  let next = i + 1;
  while (next - i < 3 && particles.has(reading.word(next)) && reading.kind[next] === Kind.lower) next++;
  return reading.isName(next);
}

function around(reading: Reading, seed: number, floor: number): [number, number] {
  let from = seed;
  while (from > floor && seed - from < REACH && isPart(reading, from - 1) && joins(reading, from)) from--;
  let to = seed;
  while (to + 1 < reading.count && to - seed < REACH && isPart(reading, to + 1) && joins(reading, to + 1)) to++;
  while (from < to && !isHead(reading, from, seed)) from++;
  to = acrossCorner(reading, from, to);
  while (to > seed && reading.kind[to] === Kind.lower && particles.has(reading.word(to))) to--;
  return trimmed(reading, from, to);
}

// "the corner of Auenweg 85 and Kesä Street": two streets, with one word between them.
function acrossCorner(reading: Reading, from: number, to: number): number {
  const { text, start, gap, word, isName } = reading;
  if (word(to + 1) !== "and" || gap[to + 1] !== Gap.space || gap[to + 2] !== Gap.space || !isName(to + 2)) return to;
  if (!atCorner(reading, from) && !cue.test(before(text, start[from] ?? 0, 48))) return to;
  let last = to + 2;
  while (last + 1 < reading.count && last - to < REACH && isPart(reading, last + 1) && joins(reading, last + 1)) last++;
  for (let i = to + 1; i <= last; i++) if (isNumber(reading, i) || isStreet(reading, i)) return last;
  return to;
}

function joins(reading: Reading, i: number): boolean {
  const gap = reading.gap[i];
  if (gap === Gap.space || gap === Gap.comma || gap === Gap.line) return true;
  if (gap === Gap.stop && isNumber(reading, i - 1) && /^\.\s?\n\s*$/.test(reading.text.slice(reading.end[i - 1], reading.start[i])))
    return true;
  if (gap === Gap.stop && /^,?\n\s?[>*•?-]{1,3}\s?$/.test(reading.text.slice(reading.end[i - 1], reading.start[i]))) return true;
  if (gap === Gap.dot || gap === Gap.stop) {
    const one = reading.word(i - 1);
    return (
      one.length <= 5 && (streetWords.has(one) || units.has(one) || one.length === 1 || one === "proc" || one === "po") && gap === Gap.dot
    );
  }
  return (
    gap === Gap.other &&
    (reading.start[i] ?? 0) - (reading.end[i - 1] ?? 0) <= 3 &&
    !/[()[\]{}<>"“”]/.test(reading.text.slice(reading.end[i - 1], reading.start[i]))
  );
}

// An address begins with its number, its street or its box; names on a line above are somebody's, not the street's.
function isHead(reading: Reading, i: number, seed: number): boolean {
  if (isNumber(reading, i) || isStreet(reading, i) || isUnit(reading, i) || isMilitary(reading, i)) return true;
  if (/^p\.?o?$/.test(reading.word(i)) || atCorner(reading, i)) return true;
  if (i === seed && isCued(reading, i)) return true;
  for (let j = i + 1; j <= Math.min(seed, i + 6); j++) {
    if (reading.gap[j] === Gap.line || reading.gap[j] === Gap.comma) return false;
    if (isStreet(reading, j)) return true;
    if (isNumber(reading, j))
      return streetLike(reading, i, j) || (reading.isFresh(i) && cue.test(before(reading.text, reading.start[i] ?? 0, 48)));
  }
  return false;
}

/** Where what comes next is said to be an address. */
function isCued({ text, start, end, gap, word }: Reading, i: number): boolean {
  if (gap[i] === Gap.none || gap[i] === Gap.comma || i === 0) return false;
  if (!(text[end[i - 1] ?? 0] === ":" || /^(?:at|to|on|is|with)$/.test(word(i - 1)))) return false;
  return nextIs.test(before(text, start[i] ?? 0, 64));
}

function atCorner({ word }: Reading, i: number): boolean {
  return word(i - 1) === "of" && word(i - 2) === "corner";
}

function streetLike(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isStreet(reading, i)) return true;
  return false;
}

// After a postal code on a line of its own nothing but a country follows.
function trimmed(reading: Reading, from: number, to: number): [number, number] {
  let last = to;
  for (let i = from + 2; i <= to; i++)
    if (isTelephone(reading, i)) return [from, i - 1];
    else if (
      i < to &&
      isNumber(reading, i) &&
      (reading.end[i] ?? 0) - (reading.start[i] ?? 0) >= 5 &&
      reading.gap[i + 1] === Gap.line &&
      !hasNumber(reading, i + 1, to)
    ) {
      last = i + placeAt(reading, i + 1);
      break;
    }
  return [from, last];
}

// Several groups of digits at the head of a line are a telephone number.
function isTelephone(reading: Reading, i: number): boolean {
  if (reading.gap[i] !== Gap.line || reading.kind[i] !== Kind.number || reading.kind[i + 1] !== Kind.number) return false;
  return /^\(?\d{2,4}[-. )]{1,2}\d{2,8}(?![\p{L}\n])/u.test(reading.text.slice(reading.start[i], (reading.start[i] ?? 0) + 20));
}

function hasNumber(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if (isNumber(reading, i)) return true;
  return false;
}

/** 2: a street or a box with its number; 1: a number with names beside it that look like one; 0: nothing of the kind. */
function strengthOf(reading: Reading, from: number, to: number): 0 | 1 | 2 {
  let numbers = 0;
  let longNumbers = 0;
  let streets = 0;
  let boxes = 0;
  let names = 0;
  for (let i = from; i <= to; i++) {
    if (isNumber(reading, i)) {
      if (/\D$/.test(reading.written(i)) && reading.written(i).length > 2) names++;
      numbers++;
      if ((reading.end[i] ?? 0) - (reading.start[i] ?? 0) >= 5) longNumbers++;
    } else if (isUnit(reading, i) && isNumber(reading, i + 1)) boxes++;
    else if (isMilitary(reading, i)) boxes++;
    else if (isStreet(reading, i)) streets += weakStreets.has(reading.word(i)) ? 0.5 : 1;
    else names++;
  }
  if (boxes > 0 && (numbers > 1 || names > 0 || streets > 0)) return 2;
  if (streets > 0 && numbers > 0 && (names > 0 || streets > 1 || streetCompound(reading, from, to))) return 2;
  if (boxes > 0 && numbers > 0) return 1;
  if (streets >= 1 && names > 0 && names <= 4) return 1;
  if (names > 1 && atCorner(reading, from)) return 2;
  const cued = cue.test(before(reading.text, reading.start[from] ?? 0, 48));
  if (cued && numbers > 0 && names > 0) return 1;
  if (isNumber(reading, from) && names > 0 && (numbers > 1 || cued)) return 1;
  return names > 0 && longNumbers > 0 && numbers > 1 ? 1 : 0;
}

function streetCompound(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i <= to; i++) if (streetEnding.test(reading.word(i)) && reading.word(i).length > 5) return true;
  return false;
}

// "P.O. Box 101" begins at its P, "the corner of" at its article.
function startOf({ text, start }: Reading, from: number): number {
  const at = start[from] ?? 0;
  const lead = /(?:(?:\d{1,4}\s)?p\.?\s?o\.?\s|the corner of\s|corner of\s|ul\.\s?)$/i.exec(text.slice(Math.max(0, at - 16), at));
  return lead ? at - lead[0].length : at;
}

/** Postal codes that a word in front names, and those of the United States behind a state. */
export function findZips(reading: Reading): Span[] {
  const { text, count, start, end, kind } = reading;
  const found: Span[] = [];
  for (let i = 0; i < count; i++) {
    const length = (end[i] ?? 0) - (start[i] ?? 0);
    if ((kind[i] !== Kind.number && kind[i] !== Kind.mixed) || length < 3 || length > 8) continue;
    const lead = before(text, start[i] ?? 0, 28);
    const cued =
      /\b(?:zip|post(?:al)?|postcode|plz|cep|cap)\W{0,3}(?:code)?\W{0,3}(?:is|was|to|of|for)?\W{0,3}$/.test(lead) ||
      /\b(?:zip ?code|postal code|postcode)\W{1,3}(?:\w+\W{1,2}){0,2}$/.test(lead);
    const state = length === 5 && kind[i] === Kind.number && usStates.has(reading.written(i - 1)) && reading.gap[i] === Gap.space;
    // The four digits more of a code of the United States belong to it.
    const more = length === 5 && /^-\d{4}(?!\d)/.test(text.slice(end[i], (end[i] ?? 0) + 6)) ? 5 : 0;
    if (length === 4 && /\d{5}-$/.test(lead)) continue;
    if (cued || state)
      found.push(span(start[i] ?? 0, (end[i] ?? 0) + more, "ZIP_CODE", cued ? 2 : 3, 0.6, cued ? "zip:cued" : "zip:state"));
  }
  return found;
}
