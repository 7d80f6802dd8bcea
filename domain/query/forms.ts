// The forms of an English word, for apply~. A list that can be read out, and the same on every server: not the stem of a search engine, which
// makes one word of organ and organization, and another of either with its next version.

/**
 * A word and its grammatical forms: the plural or third person, the past, and the -ing. From any of them the others are found. Where spelling
 * alone does not tell (visiting, inviting) both ways are listed. Irregular forms are not known.
 */
export function formsOf(word: string): string[] {
  return [...new Set([word, ...basesOf(word).flatMap(inflected)])];
}

function inflected(base: string): string[] {
  const cut = (by: number) => base.slice(0, base.length - by);
  if (/[^aeiou]y$/.test(base)) return [base, `${cut(1)}ies`, `${cut(1)}ied`, `${base}ing`];
  if (/ie$/.test(base)) return [base, `${base}s`, `${base}d`, `${cut(2)}ying`];
  if (/[eoy]e$/.test(base)) return [base, `${base}s`, `${base}d`, `${base}ing`];
  if (/e$/.test(base)) return [base, `${base}s`, `${base}d`, `${cut(1)}ing`];
  const several = /(?:s|sh|ch|x|z|[^aeiou]o)$/.test(base) ? `${base}es` : `${base}s`;
  const plain = [`${base}ed`, `${base}ing`];
  // stop, stopped; visit, visited, but refer, referred: only the ear knows.
  const doubled = /(?<![aeiou])[aeiou][bdfgklmnprstvz]$/.test(base)
    ? plain.map((form) => base + base.slice(-1) + form.slice(base.length))
    : [];
  return [base, several, ...(doubled.length > 0 && syllables(base) === 1 ? [] : plain), ...doubled];
}

function basesOf(word: string): string[] {
  if (/..[^aeiou]ie[sd]$/.test(word)) return [`${word.slice(0, -3)}y`];
  const root = /^(.+)(?:ing|(?<!e)ed)$/.exec(word)?.[1];
  if (root && root.length > 1 && syllables(root) > 0) return rootsOf(root);
  if (/(?:sh|ch|x|ss|zz|[^aeiou]o)es$/.test(word)) return [word.slice(0, -2)];
  if (/[^siu]s$/.test(word) && word.length > 3) return [word.slice(0, -1)];
  return [word];
}

// What stands before -ed and -ing: stopp is stop, mak is make, read is itself, visit and invit may be either.
function rootsOf(root: string): string[] {
  if (/([bdgklmnprtv])\1$/.test(root)) return [root.slice(0, -1), root];
  if (/ee$|[oa]$|[ywx]$|ff$|ss$|zz$/.test(root)) return [root];
  if (/[eiu]$/.test(root)) return [`${root}e`];
  if (/(?:[^aeiou]|[aeiou]{2})[cgsvz]$|[bcdfgkptz]l$|th$/.test(root)) return [`${root}e`, root];
  if (/(?:[^aeiou]|[aeiou]{2})[^aeiou]$/.test(root)) return [root];
  return syllables(root) === 1 ? [`${root}e`] : [root, `${root}e`];
}

function syllables(word: string): number {
  return word.match(/[aeiouy]+/g)?.length ?? 0;
}
