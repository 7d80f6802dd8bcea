import type { NormalisedTurn } from "@/domain/formats/schema";
import { asciiWord, countWords } from "./words";

/** Words of a run: what two texts have in common is counted in runs of five, so that the order of words counts. */
const RUN = 5;
const PLACES = 32;
const TURN_PLACES = 8;
/** Bytes to a turn. */
export const MARK = 16;
const EMPTY = 0x7fffffff;
/** A run is a number in this base, of a digit for each word: the oldest leaves with the fourth power of it. */
const FACTOR = 0x01000193;
const LEAVES = [1, 2, 3, 4].reduce((power) => Math.imul(power, FACTOR), 1);

/** From here on scripts write words without blanks between them: a sign is a word. */
const SIGNS = 0x2e80;

export type Alike = {
  /** 32 bytes, null where nothing was said: of two conversations about as many are equal as the share of runs that both have. */
  readonly sketch: Buffer | null;
  /** For each turn 16 bytes: 8 of a hash over role and text, 8 of a sketch. */
  readonly marks: Buffer;
  /** As a reader would count them. */
  readonly words: number;
};

/**
 * By what conversations and turns are found that are alike or nearly so, without keeping their words: a minimum over the runs of words in each of 32
 * (a turn: 8) classes of them, of which one byte is kept. One pass over the text, no memory beyond it.
 */
export function alikeness(turns: readonly NormalisedTurn[]): Alike {
  whole.fill(EMPTY);
  const marks = Buffer.allocUnsafe(turns.length * MARK);
  let spoken = false;
  let counted = 0;
  for (let i = 0; i < turns.length; i++) {
    const { role, text } = turns[i] as NormalisedTurn;
    own.fill(EMPTY);
    const counts = role === "prompt" || role === "output";
    const plain = text.length < signs.length && Buffer.byteLength(text) === text.length;
    const words = (plain ? markOfPlain : markOf)(role, text, counts ? whole : null, marks, i * MARK);
    spoken ||= counts && words !== 0 && words !== ~0;
    // Beyond ASCII words are what a reader counts, and not only what stands between blanks.
    counted += words < 0 ? countWords(text) : words;
    writeSketch(own, marks, i * MARK + 8);
  }
  const sketch = spoken ? Buffer.allocUnsafe(PLACES) : null;
  if (sketch) writeSketch(whole, sketch, 0);
  return { sketch, marks, words: counted };
}

// What is written anew for each text: memory that is asked for once.
const whole = new Int32Array(PLACES);
const own = new Int32Array(TURN_PLACES);
const last = new Int32Array(RUN);
const signs = Buffer.allocUnsafeSlow(64 * 1024);

// Looks at every sign of every text of a delivery: written for speed. Returns the number of words, inverted where there is more than ASCII.
function markOf(role: string, text: string, whole: Int32Array | null, marks: Buffer, at: number): number {
  const length = text.length;
  let words = 0;
  let place = 0;
  let word = 0;
  let run = 0;
  let first = role.charCodeAt(0);
  let second = length;
  let wide = 0;
  last.fill(0);
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 32;
    first = Math.imul(first ^ code, FACTOR);
    second = ((second << 9) | (second >>> 23)) ^ first;
    wide |= code;
    const letter = code < 128 ? (asciiWord[code] ?? 0) : code;
    if (letter !== 0) {
      word = addLetter(word, letter);
      if (letter < SIGNS) continue;
    } else if (word === 0) continue;
    // A word has ended: the run moves on by it.
    run = addWord(run, last[place] ?? 0, word);
    last[place] = word;
    place = place === RUN - 1 ? 0 : place + 1;
    word = 0;
    if (++words >= RUN) keep(mix(run), whole);
  }
  // What is shorter than a run is one.
  if (words > 0 && words < RUN) keep(mix(run + words), whole);
  marks.writeInt32LE(mix(first), at);
  marks.writeInt32LE(mix(second), at + 4);
  return wide > 127 ? ~words : words;
}

// The same of a text in ASCII that fits into `signs`, as nearly all do, twice as fast: words are loops of their own, the last five lie at hand, and so does
// what would be looked up in the module for every sign.
function markOfPlain(role: string, text: string, whole: Int32Array | null, marks: Buffer, at: number): number {
  const bytes = signs;
  const letters = asciiWord;
  const factor = FACTOR;
  const length = bytes.write(text, "latin1");
  bytes[length] = 32;
  let words = 0;
  let run = 0;
  let w0 = 0;
  let w1 = 0;
  let w2 = 0;
  let w3 = 0;
  let w4 = 0;
  let first = role.charCodeAt(0);
  let second = length;
  let i = 0;
  while (i <= length) {
    const code = bytes[i++] as number;
    first = Math.imul(first ^ code, factor);
    second = ((second << 9) | (second >>> 23)) ^ first;
    let letter = letters[code] as number;
    if (letter === 0) continue;
    let word = 0;
    // It ends at the blank behind the text at the latest.
    do {
      word = addLetter(word, letter);
      const next = bytes[i++] as number;
      first = Math.imul(first ^ next, factor);
      second = ((second << 9) | (second >>> 23)) ^ first;
      letter = letters[next] as number;
    } while (letter !== 0);
    run = addWord(run, w0, word);
    w0 = w1;
    w1 = w2;
    w2 = w3;
    w3 = w4;
    w4 = word;
    if (++words >= RUN) keep(mix(run), whole);
  }
  if (words > 0 && words < RUN) keep(mix(run + words), whole);
  marks.writeInt32LE(mix(first), at);
  marks.writeInt32LE(mix(second), at + 4);
  return words;
}

function addLetter(word: number, letter: number): number {
  return (Math.imul(word ^ letter, 0x5bd1e995) + 0x7f4a7c15) | 0;
}

// The oldest of five words leaves the run that it stands in.
function addWord(run: number, oldest: number, word: number): number {
  return (Math.imul(run - Math.imul(oldest, LEAVES), FACTOR) + word) | 0;
}

function keep(run: number, whole: Int32Array | null): void {
  const place = run & (TURN_PLACES - 1);
  if (run < (own[place] as number)) own[place] = run;
  if (whole === null) return;
  const other = run & (PLACES - 1);
  if (run < (whole[other] as number)) whole[other] = run;
}

function mix(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

// A class without runs takes what the next one has, so that short texts have sketches too.
function writeSketch(minima: Int32Array, into: Buffer, at: number): void {
  const places = minima.length;
  for (let place = 0; place < places; place++) {
    let on = 0;
    while (on < places && minima[(place + on) & (places - 1)] === EMPTY) on++;
    into[at + place] = on === places ? 0 : mix((minima[(place + on) & (places - 1)] ?? 0) + on) & 0xff;
  }
}
