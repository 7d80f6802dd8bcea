/** What a character is to the scanner. */
const OTHER = 0;
const SPACE = 1;
const LINE = 2;
const LOWER = 3;
const UPPER = 4;
const DIGIT = 5;
const UNCASED = 6;
const MARK = 7;

/** What a token is: a word by its capitals, or a number. */
export const Kind = { lower: 1, capital: 2, capitals: 3, initial: 4, number: 5, mixed: 6, uncased: 7 } as const;

/** What lies between a token and the one before it. `stop`: a capital is to be expected after it. */
export const Gap = { none: 0, space: 1, comma: 2, line: 3, stop: 4, dot: 5, other: 6 } as const;

/** Words and numbers of a text in order, in parallel lists; punctuation lives in the gaps. Offsets are UTF-16 units of the text. */
export type Tokens = {
  readonly text: string;
  readonly count: number;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly kind: Uint8Array;
  readonly gap: Uint8Array;
};

const classes = new Uint8Array(65_536);
const patterns: readonly (readonly [number, RegExp])[] = [
  [LOWER, /\p{Ll}/u],
  [UPPER, /[\p{Lu}\p{Lt}]/u],
  [DIGIT, /\p{Nd}/u],
  [UNCASED, /[\p{Lo}\p{Lm}]/u],
  [MARK, /\p{Mn}|\p{Mc}|\u200d|\u00ad/u],
  [LINE, /[\n\r\u2028\u2029]/],
  [SPACE, /\s/u],
];
for (let code = 0; code < classes.length; code++) {
  const character = String.fromCharCode(code);
  classes[code] = patterns.find(([, pattern]) => pattern.test(character))?.[0] ?? OTHER;
}

export const classOf = (code: number) => classes[code] ?? OTHER;
export const isSpace = (code: number) => classOf(code) === SPACE || classOf(code) === LINE;
export const isWordCode = (code: number) => classOf(code) >= LOWER;
export const isDigitCode = (code: number) => code >= 48 && code <= 57;

/** Cuts a text into tokens in one pass. */
export function tokensOf(text: string): Tokens {
  const room = Math.min(text.length, (text.length >> 1) + 2);
  const start = new Int32Array(room);
  const end = new Int32Array(room);
  const kind = new Uint8Array(room);
  const gap = new Uint8Array(room);
  let count = 0;
  let last = 0;
  let at = 0;
  while (at < text.length) {
    if (classOf(text.charCodeAt(at)) < LOWER) {
      at++;
      continue;
    }
    const stop = endOfWord(text, at);
    start[count] = at;
    end[count] = stop;
    kind[count] = kindOfWord;
    gap[count] = count === 0 && last === 0 ? Gap.stop : gapOf(text, last, at);
    count++;
    last = stop;
    at = stop;
  }
  return { text, count, start, end, kind, gap };
}

/** What the word was that endOfWord last came to the end of: read in the same pass, since it is most of the work. */
let kindOfWord = 0;

// A hyphen or an apostrophe between letters is part of a word (Anne-Lise, O'Brien, don't); a possessive is not.
function endOfWord(text: string, from: number): number {
  const first = classes[text.charCodeAt(from)] ?? OTHER;
  let seen = 1 << first;
  let capitals = first === UPPER ? 1 : 0;
  let at = from + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    const what = classes[code] ?? OTHER;
    if (what >= LOWER) {
      seen |= 1 << what;
      if (what === UPPER) capitals++;
      at++;
    } else if ((code === 0x27 || code === 0x2019) && isLetter(text, at + 1) && isLetter(text, at - 1) && !isPossessive(text, at)) at++;
    else if (code === 0x2d && classOf(text.charCodeAt(at + 1)) === UPPER && isLetter(text, at - 1)) at++;
    else {
      kindOfWord = kindOf(first, seen, capitals);
      return at;
    }
  }
}

function isLetter(text: string, at: number) {
  const what = classOf(text.charCodeAt(at));
  return what === LOWER || what === UPPER || what === UNCASED || what === MARK;
}

function isPossessive(text: string, at: number) {
  return (text.charCodeAt(at + 1) | 32) === 0x73 && classOf(text.charCodeAt(at + 2)) < LOWER;
}

function kindOf(first: number, seen: number, capitals: number): number {
  const lower = (seen >> LOWER) & 1;
  if ((seen >> DIGIT) & 1) return lower || capitals ? Kind.mixed : Kind.number;
  if (first === UPPER) return lower ? Kind.capital : capitals === 1 ? Kind.initial : Kind.capitals;
  if (!lower) return Kind.uncased;
  return capitals === 0 ? Kind.lower : Kind.mixed;
}

function gapOf(text: string, from: number, to: number): number {
  if (from === to) return Gap.none;
  if (to - from === 1 && text.charCodeAt(from) === 32) return Gap.space;
  let lines = 0;
  let spaces = 0;
  let commas = 0;
  let stops = 0;
  let others = 0;
  // What lies between two tokens is looked at to some depth only: a page of dots says no more than a few.
  for (let at = from; at < Math.min(to, from + 24); at++) {
    const code = text.charCodeAt(at);
    const what = classOf(code);
    if (what === LINE) lines++;
    else if (what === SPACE) spaces++;
    else if (code === 0x2c) commas++;
    else if (isStop(code)) stops++;
    else others++;
  }
  if (lines > 0) return stops + others === 0 || lines > 1 ? (lines > 1 && stops + others > 0 ? Gap.stop : Gap.line) : Gap.stop;
  if (stops > 0)
    return text.charCodeAt(from) === 0x2e && to - from === spaces + 1 ? Gap.dot : spaces > 0 || others > 0 ? Gap.stop : Gap.other;
  if (commas > 0 && others === 0) return Gap.comma;
  return others > 0 ? Gap.other : Gap.space;
}

// After these a capital says little: ends of sentences, colons, opening quotation marks, bullets.
function isStop(code: number) {
  return (
    code === 0x2e ||
    code === 0x21 ||
    code === 0x3f ||
    code === 0x3a ||
    code === 0x22 ||
    code === 0x201c ||
    code === 0x201d ||
    code === 0x2022 ||
    code === 0x2a ||
    code === 0x23 ||
    code === 0x3002
  );
}
