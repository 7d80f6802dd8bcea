import fc from "fast-check";
import { expect, test } from "vitest";
import {
  consistencyProof,
  emptyFrontier,
  emptyRoot,
  extended,
  fromTiles,
  frontierAt,
  type Hash,
  inclusionProof,
  leafHash,
  nodeHash,
  perfectRoot,
  provesConsistency,
  provesInclusion,
  type ReadNodes,
  rootOf,
  TILE,
} from "./merkle";

// The inputs and roots of the reference implementation of RFC 6962 (Certificate Transparency), known to every implementation.
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const hex = (hash: Hash) => Buffer.from(hash).toString("hex");
const leaves = inputs.map((input) => leafHash(Buffer.from(input, "hex")));

test.each(roots.map((root, size) => [size, root] as const))(
  "the tree of the first %i reference inputs has the reference root",
  (size, root) => {
    expect(hex(rootOf(extended(emptyFrontier, leaves.slice(0, size))))).toBe(root);
    expect(hex(merkleTreeHash(leaves.slice(0, size)))).toBe(root);
  },
);

test("the reference proofs come out, and prove", async () => {
  const read = readerOf(leaves);
  const inclusions: [index: number, size: number, proof: string[]][] = [
    [0, 1, []],
    [
      0,
      8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ],
    ],
    [
      5,
      8,
      [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ],
    ],
    [2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]],
    [
      1,
      5,
      [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ],
    ],
  ];
  for (const [index, size, proof] of inclusions) expect((await inclusionProof(read, index, size)).map(hex)).toEqual(proof);
  const consistencies: [old: number, size: number, proof: string[]][] = [
    [1, 1, []],
    [
      1,
      8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ],
    ],
    [
      6,
      8,
      [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ],
    ],
    [
      2,
      5,
      [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ],
    ],
  ];
  for (const [old, size, proof] of consistencies) expect((await consistencyProof(read, old, size)).map(hex)).toEqual(proof);
});

// RFC 6962, section 2.1, word for word: what all else is compared with.
function merkleTreeHash(hashes: readonly Hash[]): Hash {
  if (hashes.length === 0) return emptyRoot;
  const [only] = hashes;
  if (hashes.length === 1 && only) return only;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return nodeHash(merkleTreeHash(hashes.slice(0, k)), merkleTreeHash(hashes.slice(k)));
}

function readerOf(hashes: readonly Hash[]): ReadNodes {
  return async (nodes) =>
    nodes.map(({ level, index }) => {
      expect((index + 1) * 2 ** level).toBeLessThanOrEqual(hashes.length);
      return merkleTreeHash(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level));
    });
}

const many = Array.from({ length: 700 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const known = new Map<number, Hash>();
function rootAt(size: number): Hash {
  const root = known.get(size) ?? merkleTreeHash(many.slice(0, size));
  known.set(size, root);
  return root;
}
const read = readerOf(many);
const size = fc.integer({ min: 1, max: many.length });

test("every leaf of every tree is proved, and by its own proof alone", async () => {
  const place = size.chain((n) => fc.tuple(fc.nat(n - 1), fc.constant(n), fc.nat(), fc.nat()));
  await fc.assert(
    fc.asyncProperty(place, async ([index, n, other, bit]) => {
      const proof = await inclusionProof(read, index, n);
      const leaf = many[index] ?? emptyRoot;
      expect(provesInclusion(leaf, index, n, rootAt(n), proof)).toBe(true);
      if (other % n !== index) expect(provesInclusion(leaf, other % n, n, rootAt(n), proof)).toBe(false);
      expect(provesInclusion(leaf, index, n + (1 << (other % 9)), rootAt(n), proof) && proof.length > 0 && n === 1).toBe(false);
      for (const broken of damaged(proof, bit)) expect(provesInclusion(leaf, index, n, rootAt(n), broken)).toBe(false);
    }),
    { numRuns: 1_500 },
  );
});

test("every tree is proved to be the beginning of every longer one, and no other is", async () => {
  const pair = size.chain((n) => fc.tuple(fc.nat(n), fc.constant(n), fc.nat()));
  await fc.assert(
    fc.asyncProperty(pair, async ([old, n, bit]) => {
      const proof = await consistencyProof(read, old, n);
      expect(provesConsistency(old, rootAt(old), n, rootAt(n), proof)).toBe(true);
      expect(provesConsistency(old, leafHash(rootAt(old)), n, rootAt(n), proof)).toBe(false);
      expect(provesConsistency(old, rootAt(old), n, leafHash(rootAt(n)), proof)).toBe(old === 0);
      expect(provesConsistency(n + 1, rootAt(n), n, rootAt(n), proof)).toBe(false);
      for (const broken of damaged(proof, bit)) expect(provesConsistency(old, rootAt(old), n, rootAt(n), broken)).toBe(false);
    }),
    { numRuns: 1_500 },
  );
});

function damaged(proof: readonly Hash[], bit: number): Hash[][] {
  const flipped = proof.map((hash, i) => {
    const copy = Buffer.from(hash);
    if (i === bit % proof.length) copy.writeUInt8(copy.readUInt8(bit % 32) ^ (1 << (bit % 8)), bit % 32);
    return copy;
  });
  return [[...proof, emptyRoot], ...(proof.length > 0 ? [flipped, proof.slice(1), [...proof.slice(0, -1), Buffer.alloc(31)]] : [])];
}

test("adding in any batches comes to the same tree as adding at once", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { maxLength: 12 }), (batches) => {
      let frontier = emptyFrontier;
      for (const count of batches) frontier = extended(frontier, many.slice(frontier.size, frontier.size + count));
      expect(rootOf(frontier)).toEqual(rootAt(frontier.size));
    }),
    { numRuns: 200 },
  );
});

test("tiles give the same nodes as the leaves do", async () => {
  const total = 3 * TILE * TILE + 2 * TILE + 7;
  const leafAt = (i: number) => many[i % many.length] ?? emptyRoot;
  const rows: Hash[][] = [Array.from({ length: total }, (_, i) => leafAt(i))];
  for (let level = 0; (rows[level]?.length ?? 0) >= TILE; level++) {
    const below = rows[level] ?? [];
    rows.push(Array.from({ length: Math.floor(below.length / TILE) }, (_, n) => perfectRoot(below.slice(n * TILE, (n + 1) * TILE))));
  }
  const tiles = fromTiles(async (level, from, count) => {
    expect(Math.floor(from / TILE)).toBe(Math.floor((from + count - 1) / TILE));
    return Buffer.concat((rows[level] ?? []).slice(from, from + count));
  });
  const frontier = extended(emptyFrontier, rows[0] ?? []);
  expect(await frontierAt(tiles, total)).toEqual(frontier);
  for (const [index, n] of [
    [0, total],
    [total - 1, total],
    [70_000, 131_073],
    [255, 256],
    [256, 257],
  ] as const) {
    const root = rootOf(await frontierAt(tiles, n));
    expect(provesInclusion(leafAt(index), index, n, root, await inclusionProof(tiles, index, n))).toBe(true);
    expect(
      provesConsistency(index + 1, rootOf(await frontierAt(tiles, index + 1)), n, root, await consistencyProof(tiles, index + 1, n)),
    ).toBe(true);
  }
});
