// The Merkle tree of RFC 6962 (its proofs are checked as RFC 9162 says): how entries become a root, and how a root is proved. Pure.
import { createHash } from "node:crypto";

/** SHA-256: 32 bytes. Sizes and indexes are whole numbers below 2^53. */
export type Hash = Uint8Array;

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The hash under which an entry's bytes stand in the tree. */
export function leafHash(leaf: Uint8Array): Buffer {
  return sha256(LEAF, leaf);
}

export function nodeHash(left: Hash, right: Hash): Buffer {
  return sha256(NODE, left, right);
}

/** The root of a tree without leaves. */
export const emptyRoot: Buffer = sha256();

/** All that must be known of a tree in order to add to it: the roots of its perfect subtrees, the largest first. */
export type Frontier = { readonly size: number; readonly hashes: readonly Hash[] };
export const emptyFrontier: Frontier = { size: 0, hashes: [] };

/** The frontier after these leaves were added. */
export function extended({ size, hashes }: Frontier, leaves: Iterable<Hash>): Frontier {
  const stack: Hash[] = [...hashes];
  let grown = size;
  for (const leaf of leaves) {
    let hash = leaf;
    for (let n = grown; n % 2 === 1; n = (n - 1) / 2) hash = nodeHash(stack.pop() ?? emptyRoot, hash);
    stack.push(hash);
    grown++;
  }
  return { size: grown, hashes: stack };
}

export function rootOf({ hashes }: Frontier): Buffer {
  return hashes.length === 0 ? emptyRoot : folded(hashes);
}

// Perfect subtrees side by side, from the smallest on the right upwards.
function folded(hashes: readonly Hash[]): Buffer {
  return Buffer.from(hashes.reduceRight((right, left) => nodeHash(left, right)));
}

/** A perfect subtree: the leaves from index * 2^level up to (index + 1) * 2^level. */
export type Node = { readonly level: number; readonly index: number };
/** Gives the hashes of perfect subtrees, in the order asked. */
export type ReadNodes = (nodes: readonly Node[]) => Promise<Hash[]>;
type Range = readonly [from: number, to: number];

/** The largest power of two below n. */
function half(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// The perfect subtrees of a range that starts where a subtree of at least its width starts.
function nodesOf([from, to]: Range): Node[] {
  const nodes: Node[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    while (2 ** (level + 1) <= to - at) level++;
    nodes.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return nodes;
}

async function hashesOf(read: ReadNodes, ranges: readonly Range[]): Promise<Buffer[]> {
  const nodes = ranges.map(nodesOf);
  const hashes = await read(nodes.flat());
  let taken = 0;
  return nodes.map(({ length }) => folded(hashes.slice(taken, (taken += length))));
}

/** The frontier of the first `size` leaves. */
export async function frontierAt(read: ReadNodes, size: number): Promise<Frontier> {
  return { size, hashes: size === 0 ? [] : await read(nodesOf([0, size])) };
}

/** The hashes that lead from a leaf to the root of the first `size` leaves, the leaf's sibling first. */
export function inclusionProof(read: ReadNodes, index: number, size: number): Promise<Buffer[]> {
  const path = (from: number, to: number): Range[] => {
    if (to - from === 1) return [];
    const middle = from + half(to - from);
    return index < middle ? [...path(from, middle), [middle, to]] : [...path(middle, to), [from, middle]];
  };
  return hashesOf(read, path(0, size));
}

/** The hashes which show that the first `old` leaves of a tree of `size` are those of the tree of size `old`. Empty where either is empty or both are equal. */
export async function consistencyProof(read: ReadNodes, old: number, size: number): Promise<Buffer[]> {
  const path = (from: number, to: number, known: boolean): Range[] => {
    if (old === to) return known ? [] : [[from, to]];
    const middle = from + half(to - from);
    return old <= middle ? [...path(from, middle, known), [middle, to]] : [...path(middle, to, false), [from, middle]];
  };
  return old === 0 ? [] : hashesOf(read, path(0, size, true));
}

/** Whether `proof` leads from a leaf's hash at `index` to the root of a tree of `size`. */
export function provesInclusion(leaf: Hash, index: number, size: number, root: Hash, proof: readonly Hash[]): boolean {
  if (index < 0 || index >= size || !whole(leaf, root, ...proof)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const next of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(next, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [up(at), up(last)];
    } else hash = nodeHash(hash, next);
    [at, last] = [up(at), up(last)];
  }
  return last === 0 && same(hash, root);
}

/** Whether `proof` shows the tree of size `old` to be the beginning of the tree of `size`. The empty tree is the beginning of every tree. */
export function provesConsistency(old: number, oldRoot: Hash, size: number, root: Hash, proof: readonly Hash[]): boolean {
  if (old < 0 || old > size || !whole(oldRoot, root, ...proof)) return false;
  if (old === size) return proof.length === 0 && same(oldRoot, root);
  if (old === 0) return proof.length === 0 && same(oldRoot, emptyRoot);
  let [at, last] = [old - 1, size - 1];
  while (at % 2 === 1) [at, last] = [up(at), up(last)];
  const [first, ...rest] = at === 0 ? [oldRoot, ...proof] : proof;
  if (!first) return false;
  let [before, after] = [first, first];
  for (const next of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [before, after] = [nodeHash(next, before), nodeHash(next, after)];
      while (at % 2 === 0 && at !== 0) [at, last] = [up(at), up(last)];
    } else after = nodeHash(after, next);
    [at, last] = [up(at), up(last)];
  }
  return last === 0 && same(before, oldRoot) && same(after, root);
}

const up = (n: number) => Math.floor(n / 2);
const same = (a: Hash, b: Hash) => Buffer.compare(a, b) === 0;
const whole = (...hashes: readonly Hash[]) => hashes.every(({ length }) => length === 32);

/** How many hashes a tile has (C2SP tlog-tiles): at level 0 those of leaves, above them the roots of the tiles below. */
export const TILE = 256;

/** Gives `count` hashes of a level of tiles, one after the other, from position `from` on; they lie within one tile. */
export type ReadRow = (level: number, from: number, count: number) => Promise<Uint8Array>;

/** Perfect subtrees out of rows of tiles: eight levels of the tree to a tile. */
export function fromTiles(readRow: ReadRow): ReadNodes {
  return async (nodes) => {
    const hashes: Hash[] = [];
    for (const { level, index } of nodes) {
      const count = 2 ** (level % 8);
      const row = await readRow(Math.floor(level / 8), index * count, count);
      hashes.push(perfectRoot(Array.from({ length: count }, (_, i) => row.subarray(i * 32, i * 32 + 32))));
    }
    return hashes;
  };
}

/** The root of as many hashes as a power of two. */
export function perfectRoot(hashes: readonly Hash[]): Hash {
  let level = hashes;
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, i) => nodeHash(level[2 * i] ?? emptyRoot, level[2 * i + 1] ?? emptyRoot));
  return level[0] ?? emptyRoot;
}
