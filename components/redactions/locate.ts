/** A stretch of a turn, half open, in UTF-16 units of its text. */
export type Stretch = { readonly start: number; readonly end: number };

/**
 * Where a selection lies in the text of its turn. The page may have read the text as Markdown: `said` is what is selected on it, `before` and `after`
 * what it shows of the turn around that. Blanks and line breaks are not compared. Null where that does not settle it: the words are not in the text
 * as they stand, or more often in one of both than in the other.
 */
export function locate(text: string, said: string, before: string, after: string): Stretch | null {
  const [whole, places] = squeezed(text);
  const [wanted] = squeezed(said);
  if (wanted === "") return null;
  const [first] = squeezed(before);
  const found = occurrences(whole, wanted);
  const shown = occurrences(first + wanted + squeezed(after)[0], wanted);
  const at = found.length === shown.length ? found[shown.indexOf(first.length)] : found.length === 1 ? found[0] : undefined;
  const [start, last] = [places[at ?? -1], places[(at ?? -1) + wanted.length - 1]];
  return start === undefined || last === undefined ? null : { start, end: last + 1 };
}

/** Where words that somebody typed stand in the text of a turn: every place, in order. Blanks and line breaks are not compared. */
export function placesOf(text: string, typed: string): Stretch[] {
  const [whole, places] = squeezed(text);
  const [wanted] = squeezed(typed);
  if (wanted === "") return [];
  return occurrences(whole, wanted).flatMap((at) => {
    const [start, last] = [places[at], places[at + wanted.length - 1]];
    return start === undefined || last === undefined ? [] : [{ start, end: last + 1 }];
  });
}

// A text without its blanks, and where each unit of that stood.
function squeezed(text: string): [string, number[]] {
  const places: number[] = [];
  let left = "";
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    if (/\s/.test(unit)) continue;
    left += unit;
    places.push(at);
  }
  return [left, places];
}

// Where it begins, those that overlap with it.
function occurrences(whole: string, wanted: string): number[] {
  const found: number[] = [];
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) found.push(at);
  return found;
}
