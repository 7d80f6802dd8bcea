// A tree as it is kept while it is added to: at each level of tiles the hashes that do not fill a tile yet. Pure.
import { type Frontier, type Hash, perfectRoot, TILE } from "@/lib/merkle";

/** `rows[level]`: the hashes after the last full tile of that level, at most 255. */
export type Rows = readonly (readonly Hash[])[];
export type Tile = { readonly level: number; readonly n: number; readonly hashes: Buffer; readonly root: Hash };

/** The rows after these leaves were added, and the tiles that they filled. `size` is that of the tree before. */
export function grown(rows: Rows, size: number, leaves: readonly Hash[]): { rows: Rows; tiles: Tile[] } {
  const tiles: Tile[] = [];
  const after: Hash[][] = [];
  let [added, before] = [leaves, size];
  for (let level = 0; added.length > 0 || rows[level]; level++) {
    const row = [...(rows[level] ?? []), ...added];
    const filled = Math.floor(row.length / TILE);
    const roots = Array.from({ length: filled }, (_, i) => {
      const hashes = row.slice(i * TILE, (i + 1) * TILE);
      const root = perfectRoot(hashes);
      tiles.push({ level, n: Math.floor(before / TILE) + i, hashes: Buffer.concat(hashes), root });
      return root;
    });
    after.push(row.slice(filled * TILE));
    [added, before] = [roots, Math.floor(before / TILE)];
  }
  return { rows: after, tiles };
}

/** What the rows say of the whole tree. */
export function frontierOf(rows: Rows, size: number): Frontier {
  const hashes = rows.map((row) => {
    const perfect: Hash[] = [];
    for (let at = 0; at < row.length; ) {
      let width = TILE / 2;
      while (width > row.length - at) width /= 2;
      perfect.push(perfectRoot(row.slice(at, at + width)));
      at += width;
    }
    return perfect;
  });
  return { size, hashes: hashes.reverse().flat() };
}
