import { placeHeads, placeNames } from "./lists";
import type { Reading } from "./reading";
import { Kind } from "./tokens";

/** How many tokens from here on are the name of a country, a state or a city that is listed; 0 where none is. The longest counts. */
export function placeAt(reading: Reading, i: number): number {
  const kind = reading.kind[i];
  if (kind !== Kind.capital && kind !== Kind.capitals && (kind !== Kind.lower || !reading.caseless)) return 0;
  const most = placeHeads.get(reading.word(i));
  if (most === undefined) return 0;
  let name = reading.word(i);
  let found = placeNames.has(name) && !isSmall(reading, i) ? 1 : 0;
  for (let n = 1; n < most && i + n < reading.count; n++) {
    const between = reading.text.slice(reading.end[i + n - 1], reading.start[i + n]);
    if (between.length > 3) break;
    name += between.replace(/\s+/g, " ") + reading.word(i + n);
    if (placeNames.has(name)) found = n + 1;
  }
  return found;
}

// "us" is a word, "US" a country.
function isSmall({ kind, end, start }: Reading, i: number): boolean {
  return (end[i] ?? 0) - (start[i] ?? 0) < 3 && kind[i] !== Kind.capitals;
}

/** Whether a token is part of a listed place of one or several words. */
export function isPlaceWord(reading: Reading, i: number): boolean {
  const kind = reading.kind[i];
  if (kind === Kind.number || kind === Kind.mixed) return false;
  for (let back = 0; back < 6 && i - back >= 0; back++) if (placeAt(reading, i - back) > back) return true;
  return false;
}
