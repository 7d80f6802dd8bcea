const WORD = 32;

/**
 * A set of control numbers that stays small: a bit for each, in blocks, by prefix. Twenty million of one volume take two and a half
 * megabytes, where as many strings would take gigabytes.
 */
export class ControlNumbers {
  private readonly blocks = new Map<string, Map<number, Uint32Array>>();
  private readonly others = new Set<string>();
  /** How many there are. */
  size = 0;

  /** Puts one in; whether it was new. */
  add(control: string): boolean {
    const match = /^(.{1,40}?)(\d{1,9})$/.exec(control);
    // A number that is not the shortest writing of itself is told apart by the length of its prefix and digits together.
    const fresh = match ? this.mark(`${match[1]}${match[2]?.length}`, Number(match[2])) : !this.others.has(control);
    if (!match) this.others.add(control);
    if (fresh) this.size++;
    return fresh;
  }

  private mark(prefix: string, n: number): boolean {
    const blocks = this.blocks.get(prefix) ?? new Map<number, Uint32Array>();
    this.blocks.set(prefix, blocks);
    const at = Math.floor(n / (BLOCK * WORD));
    const block = blocks.get(at) ?? new Uint32Array(BLOCK);
    blocks.set(at, block);
    const word = Math.floor(n / WORD) % BLOCK;
    const bit = 1 << (n % WORD);
    const before = block[word] ?? 0;
    block[word] = before | bit;
    return (before & bit) === 0;
  }
}

const BLOCK = 256;
