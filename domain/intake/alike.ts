import type { NormalisedTurn } from "@/domain/formats/schema";

/** Words of a run: what two texts have in common is counted in runs of five, so that the order of words counts. */
const RUN = 5;
const PLACES = 32;
const TURN_PLACES = 8;
const EMPTY = 0xffffffff;

/** Letters and digits, folded to lower case; 0 separates words. Beyond ASCII every sign is part of a word. */
const folded = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(sign) ? sign.charCodeAt(0) : 0;
});
/** From here on scripts write words without blanks between them: a sign is a word. */
const SIGNS = 0x2e80;

export type Alike = {
  /** 32 bytes, null where nothing was said: of two conversations about as many are equal as the share of runs that both have. */
  readonly sketch: Buffer | null;
  /** For each turn 8 bytes of a hash over role and text, and 8 of a sketch. */
  readonly marks: readonly Buffer[];
};

/**
 * By what conversations and turns are found that are alike or nearly so, without keeping their words: a minimum over the runs of words in each of 32
 * (a turn: 8) classes of them, of which one byte is kept. One pass over the text, no memory beyond it.
 */
export function alikeness(turns: readonly NormalisedTurn[]): Alike {
  const whole = new Uint32Array(PLACES).fill(EMPTY);
  const own = new Uint32Array(TURN_PLACES);
  const marks = turns.map(({ role, text }) => {
    own.fill(EMPTY);
    const mark = Buffer.allocUnsafe(16);
    markOf(role, text, role === "prompt" || role === "output" ? whole : null, own, mark);
    bytesOf(own).copy(mark, 8);
    return mark;
  });
  return { sketch: whole.some((one) => one !== EMPTY) ? bytesOf(whole) : null, marks };
}

function markOf(role: string, text: string, whole: Uint32Array | null, own: Uint32Array, mark: Buffer): void {
  const last = new Uint32Array(RUN);
  let words = 0;
  let word = 0;
  let first = role.charCodeAt(0) | 0;
  let second = 0x9e3779b9 | 0;
  const close = () => {
    last[words++ % RUN] = word;
    word = 0;
    if (words >= RUN) keep(runOf(last, words, RUN), whole, own);
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x85ebca6b);
    const letter = code < 128 ? (folded[code] ?? 0) : code;
    if (letter === 0) {
      if (word !== 0) close();
    } else {
      word = Math.imul(word ^ letter, 0x5bd1e995) + 0x7f4a7c15;
      if (letter >= SIGNS) close();
    }
  }
  if (word !== 0) close();
  // What is shorter than a run is one.
  if (words > 0 && words < RUN) keep(runOf(last, words, words), whole, own);
  mark.writeInt32LE(mix(first), 0);
  mark.writeInt32LE(mix(second ^ text.length), 4);
}

function runOf(last: Uint32Array, words: number, length: number): number {
  let run = length;
  for (let back = length; back > 0; back--) run = Math.imul(run ^ (last[(words - back) % RUN] ?? 0), 0x01000193) + 0x165667b1;
  return mix(run) >>> 0;
}

function keep(run: number, whole: Uint32Array | null, own: Uint32Array): void {
  const place = run & (TURN_PLACES - 1);
  if (run < (own[place] ?? 0)) own[place] = run;
  if (!whole) return;
  const other = run & (PLACES - 1);
  if (run < (whole[other] ?? 0)) whole[other] = run;
}

function mix(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

// A class without runs takes what the next one has, so that short texts have sketches too.
function bytesOf(minima: Uint32Array): Buffer {
  return Buffer.from(
    Array.from(minima, (_, place) => {
      for (let on = 0; on < minima.length; on++) {
        const one = minima[(place + on) % minima.length] ?? EMPTY;
        if (one !== EMPTY) return mix(one + on) & 0xff;
      }
      return 0;
    }),
  );
}
