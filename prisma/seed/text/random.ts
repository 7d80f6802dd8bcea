/** Chance that can be repeated: the same seed gives the same numbers on every machine (sfc32, seeded by a hash of the text). */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(seed: string) {
    let h1 = 0x9e3779b9;
    let h2 = 0x243f6a88;
    let h3 = 0xb7e15162;
    for (let i = 0; i < seed.length; i++) {
      const unit = seed.charCodeAt(i);
      h1 = Math.imul(h1 ^ unit, 0x85ebca6b);
      h2 = Math.imul(h2 ^ unit, 0xc2b2ae35) ^ (h1 >>> 13);
      h3 = Math.imul(h3 ^ unit, 0x27d4eb2f) ^ (h2 >>> 16);
    }
    this.#a = h1 | 0;
    this.#b = h2 | 0;
    this.#c = h3 | 0;
    for (let i = 0; i < 12; i++) this.next(); // neighbouring seeds begin alike and must part before they are used
  }

  /** From 0 up to but not including 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Each item as likely as any other. */
  pick<T>(items: readonly T[]): T {
    return at(items, Math.floor(this.next() * items.length));
  }

  /** The first items often, the last ones rarely, as words are used. */
  favour<T>(items: readonly T[]): T {
    return at(items, Math.floor(items.length * this.next() ** 1.7));
  }

  /** A rank from 0 to `size` - 1 by Zipf's law: rank n comes up about 1/(n + 1) as often as rank 0. */
  rank(size: number): number {
    return Math.min(size - 1, Math.floor((size + 1) ** this.next()) - 1);
  }

  /** By weight. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T {
    let left = this.next() * items.reduce((sum, { weight }) => sum + weight, 0);
    for (const item of items) if ((left -= item.weight) < 0) return item;
    return at(items, items.length - 1);
  }

  /** Lognormal with the given median; `spread` is the standard deviation of the logarithm. */
  lognormal(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(spread * normal);
  }

  shuffled<T>(items: readonly T[]): T[] {
    const out = [...items];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.whole(0, i);
      [out[i], out[j]] = [at(out, j), at(out, i)];
    }
    return out;
  }

  hex(digits: number): string {
    let text = "";
    while (text.length < digits)
      text += Math.floor(this.next() * 65536)
        .toString(16)
        .padStart(4, "0");
    return text.slice(0, digits);
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No item ${index} of ${items.length}.`);
  return item;
}
