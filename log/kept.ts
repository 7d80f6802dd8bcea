// The trees as the database keeps them, read by the sequencer and by whoever checks them.
import type pg from "pg";
import { fromTiles, type Hash, type ReadNodes, rootOf, TILE } from "@/lib/merkle";
import { frontierOf, type Rows } from "./rows";

/** The log of entries that belong to no matter. */
export const noMatter = "00000000-0000-0000-0000-000000000000";

export type Head = { readonly log: string; readonly origin: string; readonly size: number; readonly root: Hash };

/** The database does not hold what was written to it, or another hand writes there. Nothing more must be signed. */
export class LogFault extends Error {}

export async function readHeads(client: pg.ClientBase): Promise<Head[]> {
  const { rows } = await client.query("SELECT log_id AS log, origin, size, root FROM audit.tree ORDER BY log_id");
  return rows.map((row) => ({ ...row, size: Number(row.size) }));
}

/** What of the tiles does not fill one yet. Throws LogFault where it does not come to the root of the head. */
export async function readRows(client: pg.ClientBase, { log, origin, size, root }: Head): Promise<Rows> {
  const rows: Hash[][] = [];
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE)) {
    const row = Buffer.from(await readRow(client, log, level, count - (count % TILE), count % TILE));
    rows.push(Array.from({ length: count % TILE }, (_, i) => row.subarray(i * 32, i * 32 + 32)));
  }
  if (Buffer.compare(rootOf(frontierOf(rows, size)), root) !== 0)
    throw new LogFault(`The tree of ${origin} does not come to the root of its head at size ${size}.`);
  return rows;
}

/** Perfect subtrees of a log. */
export function nodesOf(client: pg.ClientBase, log: string): ReadNodes {
  return fromTiles((level, from, count) => readRow(client, log, level, from, count));
}

/** Hashes of leaves from an index on, in order. */
export function readLeaves(client: pg.ClientBase, log: string, from: number, count: number): Promise<Hash[]> {
  return column(client, "SELECT hash FROM audit.leaf WHERE log_id = $1 AND index >= $2 AND index < $3 ORDER BY index", [
    log,
    from,
    from + count,
  ]);
}

async function readRow(client: pg.ClientBase, log: string, level: number, from: number, count: number): Promise<Uint8Array> {
  const hashes =
    level === 0
      ? await readLeaves(client, log, from, count)
      : await column(client, "SELECT root AS hash FROM audit.tile WHERE log_id = $1 AND level = $4 AND n >= $2 AND n < $3 ORDER BY n", [
          ...[log, from, from + count, level - 1],
        ]);
  if (hashes.length !== count) throw new LogFault(`Hashes are missing in the tree of ${log}: level ${level}, ${count} from ${from}.`);
  return Buffer.concat(hashes);
}

async function column(client: pg.ClientBase, sql: string, values: unknown[]): Promise<Hash[]> {
  return (await client.query<{ hash: Hash }>(sql, values)).rows.map(({ hash }) => hash);
}
