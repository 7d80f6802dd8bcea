import { hash } from "node:crypto";

/** The Merkle tree of RFC 6962: SHA-256, leaves marked 0x00, nodes 0x01. */
export type Hash = Buffer;

// What is hashed is put together here and hashed in one call: a log has millions of both, and nothing waits between.
const leafBytes = Buffer.alloc(65_536);
const nodeBytes = Buffer.alloc(65, 1);

export function hashLeaf(leaf: Uint8Array): Hash {
  if (leaf.length >= leafBytes.length) return hash("sha256", Buffer.concat([Buffer.of(0), leaf]), "buffer");
  leafBytes.set(leaf, 1);
  return hash("sha256", leafBytes.subarray(0, leaf.length + 1), "buffer");
}

export function hashNode(left: Hash, right: Hash): Hash {
  nodeBytes.set(left, 1);
  nodeBytes.set(right, 33);
  return hash("sha256", nodeBytes, "buffer");
}

/** A tree that is only ever added to: it keeps the roots of its whole subtrees, one for every bit of its size. */
export class Tree {
  size = 0;
  private readonly whole: Hash[] = [];

  add(leaf: Hash): void {
    let node = leaf;
    for (let rest = this.size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = hashNode(this.whole.pop() ?? node, node);
    this.whole.push(node);
    this.size++;
  }

  root(): Hash {
    const [last, ...left] = this.whole.toReversed();
    return left.reduce((right, node) => hashNode(node, right), last ?? hash("sha256", "", "buffer"));
  }
}

/** The root that a path leads to from a leaf (RFC 9162, 2.1.3.2), or null where the path does not fit the index and size. */
export function rootFrom(leaf: Hash, index: number, size: number, path: readonly Hash[]): Hash | null {
  if (index >= size) return null;
  let fn = index;
  let sn = size - 1;
  let root = leaf;
  for (const node of path) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      root = hashNode(node, root);
      for (; fn % 2 === 0 && fn !== 0; fn = Math.floor(fn / 2)) sn = Math.floor(sn / 2);
    } else root = hashNode(root, node);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 ? root : null;
}
