import { type EntityType, entityTypes, type Span } from "./schema";

/** Whose word counts where two overlap: the order of the types, which begins with what is surest. */
const order = new Map<EntityType, number>(entityTypes.map((type, n) => [type, n]));
const behind = (type: EntityType) => (order.get(type) ?? 0) + 0.5;

// Digits that only look like a telephone number are as well part of an address, and what only looks like an address may be a date.
function rankOf({ type, tier, rule }: Span): number {
  if (type === "PHONE_NUMBER" && tier === 3) return behind("DATE_TIME");
  return rule === "address:shape" ? behind("DATE_TIME") - 0.1 : (order.get(type) ?? 0);
}

/**
 * Spans in order and without overlap, on the borders of code points. A span that loses to another keeps what lies outside of it where
 * that is a word or more of a name or an address, and is dropped otherwise.
 */
export function resolved(text: string, found: readonly Span[]): Span[] {
  const ordered = found
    .filter(({ start, end }) => start < end)
    .sort((a, b) => rankOf(a) - rankOf(b) || b.end - b.start - (a.end - a.start));
  const taken: Span[] = [];
  const owner = new Taken();
  for (const one of ordered) {
    const clipped = owner.clip(one);
    if (!clipped) continue;
    const made = onBorders(text, clipped);
    owner.add(made);
    taken.push(made);
  }
  return taken.sort((a, b) => a.start - b.start);
}

// A list of disjoint intervals, ordered by their start.
class Taken {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  /** The span where nothing overlaps it, else what is left of it: null where that is nothing to speak of. */
  clip(one: Span): Span | null {
    const first = this.#firstEndingAfter(one.start);
    const start = this.#starts[first];
    if (start === undefined || start >= one.end) return one;
    if (start > one.start && (one.type === "ADDRESS" || one.type === "URL")) return { ...one, end: start };
    return null;
  }

  add({ start, end }: Span): void {
    const at = this.#firstEndingAfter(start);
    this.#starts.splice(at, 0, start);
    this.#ends.splice(at, 0, end);
  }

  #firstEndingAfter(offset: number): number {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function onBorders(text: string, one: Span): Span {
  let { start, end } = one;
  while (start < end && /\s/.test(text[start] ?? "")) start++;
  while (end > start && /[\s,]/.test(text[end - 1] ?? "")) end--;
  if (isLow(text.charCodeAt(start)) && isHigh(text.charCodeAt(start - 1))) start--;
  if (isLow(text.charCodeAt(end)) && isHigh(text.charCodeAt(end - 1))) end++;
  return start === one.start && end === one.end ? one : { ...one, start, end };
}

const isHigh = (code: number) => code >= 0xd800 && code < 0xdc00;
const isLow = (code: number) => code >= 0xdc00 && code < 0xe000;
