/** A named or numbered character of Markdown, as `&amp;` or `&#38;`. */
const named = /&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});/y;
/** How much Markdown leaves out at most between two characters that it shows, in UTF-16 units: the marks of quotations and lists, one within the other. */
const FURTHEST = 1_000;

/**
 * Where each UTF-16 unit of `shown` stands in `said`, of which Markdown made it between `from` and `to`: marks were left out, named characters
 * replaced, blanks at the ends of lines removed. -1 where it stands nowhere: Markdown added it.
 */
export function placesIn(shown: string, said: string, from: number, to: number): number[] {
  if (to - from === shown.length && said.startsWith(shown, from)) return Array.from({ length: shown.length }, (_, i) => from + i);
  const places: number[] = [];
  let at = from;
  for (let i = 0; i < shown.length; i++) {
    const found = next(shown, i, said, at, to);
    places.push(found?.at ?? -1);
    if (found) at = found.after;
  }
  return places;
}

function next(shown: string, i: number, said: string, from: number, to: number) {
  const wanted = shown.charAt(i);
  const blank = /\s/.test(wanted);
  const end = Math.min(to, from + FURTHEST);
  for (let at = from; at < end; at++) {
    const unit = said.charAt(at);
    if (unit === "&") {
      named.lastIndex = at;
      const [name] = named.exec(said) ?? [];
      if (name && !shown.startsWith(name, i)) return { at, after: at + name.length };
    }
    if (unit === wanted || (blank && /\s/.test(unit))) return { at, after: at + 1 };
  }
  return null;
}
