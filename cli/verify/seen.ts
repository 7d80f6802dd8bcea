/** Which whole numbers were seen, in a bit each: the numbers of entries lie close together. */
export class Seen {
  private readonly blocks = new Map<number, Uint8Array>();

  /** Whether it is new. */
  add(number: number): boolean {
    const block = Math.floor(number / 1024);
    const bits = this.blocks.get(block) ?? new Uint8Array(128);
    this.blocks.set(block, bits);
    const [byte, bit] = [Math.floor((number % 1024) / 8), 1 << (number % 8)];
    const before = bits[byte] ?? 0;
    bits[byte] = before | bit;
    return (before & bit) === 0;
  }
}
