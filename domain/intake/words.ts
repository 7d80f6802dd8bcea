const word = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{P}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;

/** In ASCII: 0 separates words, anything else is part of one, and is what it stands for when case is no difference. */
export const asciiWord = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  return /[\s\p{P}]/u.test(sign) ? 0 : sign.toLowerCase().charCodeAt(0) || 128;
});

/** Words as a reader would count them; a Han or kana character counts as one. Counts without keeping: a list of the words takes many times the text. */
export function countWords(text: string): number {
  let words = 0;
  word.lastIndex = 0;
  while (word.test(text)) words++;
  return words;
}
