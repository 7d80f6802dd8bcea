// The twin of search.fold in the database, for marking hits in text that is shown. Ranges are spelled out, not asked of Unicode
// properties, so that both sides agree whatever version of Unicode each knows; words.test.ts holds them together.

/** Characters of scripts that write no blanks between words: each is a word of its own. */
const alone =
  "\\u0E00-\\u0E2E\\u0E30-\\u0E4F\\u0E50-\\u0E59\\u0E80-\\u0EFF\\u1000-\\u109F\\u1780-\\u17FF\\u3005-\\u3007\\u3021-\\u302F\\u3031-\\u303C\\u3040-\\u30FA\\u30FC-\\u30FF\\u31F0-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uF900-\\uFAFF\\u{20000}-\\u{3FFFF}";
/** Characters that are no part of any word. */
const between =
  "\\u0000-\\u002F\\u003A-\\u0060\\u007B-\\u00A9\\u00AB-\\u00B4\\u00B6-\\u00B9\\u00BB-\\u00BF\\u00D7\\u00F7\\u02C2-\\u02C5\\u02D2-\\u02DF\\u02E5-\\u02EB\\u0375\\u037E\\u0387\\u055A-\\u055F\\u0589\\u058A\\u05BE\\u05C0\\u05C3\\u05F3\\u05F4\\u060C\\u061B\\u061F\\u066A-\\u066D\\u06D4\\u0964\\u0965\\u0E2F\\u0E5A\\u0E5B\\u1360-\\u1368\\u2000-\\u206F\\u20A0-\\u20CF\\u2190-\\u2BFF\\u2E00-\\u2E7F\\u3000-\\u3004\\u3008-\\u3020\\u3030\\u303D-\\u303F\\u30FB\\uE000-\\uF8FF\\uFE00-\\uFE19\\uFE30-\\uFE6F\\uFF00-\\uFF0F\\uFF1A-\\uFF20\\uFF3B-\\uFF40\\uFF5B-\\uFF65\\uFFE0-\\uFFFF\\u{1F000}-\\u{1FAFF}\\u{E0000}-\\u{E01EF}";

const folded = new RegExp(`[${alone}]|[^${between}${alone}]+`, "gu");
/** Characters that are not seen: a soft hyphen or a direction mark inside a word must not hide the word. */
export const unseen = /\u00AD|\u034F|\u061C|\u200D|[\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/gu;
/** Capitals younger than Unicode 10, which an older server leaves as they are; so they are left as they are here. */
export const young =
  /[\u1C89\u2C2F\uA7B8\uA7BA\uA7BC\uA7BE\uA7C0-\uA7DC\uA7F1\uA7F5\u{10570}-\u{10595}\u{10D50}-\u{10D65}\u{16E40}-\u{16E5F}\u{16EA0}-\u{16EB8}]/u;

// A piece of text that normalises on its own: plain ASCII with nothing on top, or one character with all that may join it (marks,
// the vowels and finals of Hangul, the half-width voicing marks). Only so can each word be traced to its place in the text.
const joining = "\\p{M}\\u1160-\\u11FF\\u3131-\\u318E\\uD7B0-\\uD7FF\\uFF9E-\\uFFDC\\u{16D63}-\\u{16D6A}";
const pieces = new RegExp(`[\\u0000-\\u007F]+(?![${joining}])|[^${joining}][${joining}]*|[${joining}]+`, "gu");

export type Word = { readonly word: string; readonly start: number; readonly end: number };

/** The words of a text as the search knows them, each with its place in the text, in UTF-16 units. */
export function wordsOf(text: string): Word[] {
  let letters = "";
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: piece, index } of text.matchAll(pieces)) {
    const ascii = piece.charCodeAt(piece.length - 1) < 128;
    const said = ascii ? piece.toLowerCase() : foldedPiece(piece);
    for (let i = 0; i < said.length; i++) {
      starts.push(ascii ? index + i : index);
      ends.push(ascii ? index + i + 1 : index + piece.length);
    }
    letters += said;
  }
  const words: Word[] = [];
  for (const { 0: word, index } of letters.matchAll(folded))
    words.push({ word, start: starts[index] ?? 0, end: ends[index + word.length - 1] ?? text.length });
  return words;
}

function foldedPiece(piece: string): string {
  if (young.test(piece)) return piece;
  return piece.normalize("NFKC").toLowerCase().replaceAll("\u03C2", "\u03C3").replace(unseen, "");
}
