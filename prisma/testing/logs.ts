// For the tests of the trees: writing entries by hand, and checking a whole log against its entries.
import { createHash } from "node:crypto";
import type pg from "pg";
import { parseCheckpoint } from "@/lib/checkpoint";
import { emptyFrontier, extended, type Hash, perfectRoot, rootOf, TILE } from "@/lib/merkle";
import { openNote, parseVerifierKey } from "@/lib/note";

const actor = "jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', $1::uuid))";

/** Appends an entry in the client's transaction. Returns its number. */
export async function append(client: pg.ClientBase, matter: string | null, action = "test:entry"): Promise<string> {
  const { rows } = await client.query(`SELECT audit.append(${actor}, $2, NULL, 'done', NULL, NULL, NULL, NULL)::text AS id`, [
    matter,
    action,
  ]);
  return rows[0].id;
}

/** Appends `count` entries, each of which is committed. */
export async function appendMany(client: pg.ClientBase, matter: string | null, count: number): Promise<void> {
  await client.query(`SELECT audit.append(${actor}, 'test:entry', NULL, 'done', NULL, NULL, NULL, NULL) FROM generate_series(1, $2)`, [
    matter,
    count,
  ]);
}

export type LogCheck = { entries: number; lost: string[]; checkpoints: number; faults: string[] };

/** Compares every tree with the entries themselves: each in one leaf, each leaf its hash, each checkpoint and tile what it says. */
export async function checkLogs(client: pg.ClientBase): Promise<LogCheck> {
  const faults: string[] = [];
  const { rows: entries } = await client.query(
    "SELECT e.id::text, e.leaf, l.hash, l.index, l.log_id, coalesce(e.matter_id, '00000000-0000-0000-0000-000000000000') AS log FROM audit.entry e LEFT JOIN audit.leaf l ON l.entry_id = e.id ORDER BY l.log_id, l.index",
  );
  const lost = entries.filter(({ hash }) => !hash).map(({ id }) => id);
  const logs = new Map<string, Hash[]>();
  for (const { id, leaf, hash, index, log_id, log } of entries.filter(({ hash }) => hash)) {
    if (!createHash("sha256").update(Buffer.of(0)).update(leaf).digest().equals(hash)) faults.push(`leaf of ${id} is not its hash`);
    if (log !== log_id) faults.push(`entry ${id} stands in the wrong tree`);
    const leaves = logs.get(log_id) ?? [];
    if (Number(index) !== leaves.length) faults.push(`leaf ${index} follows leaf ${leaves.length - 1}`);
    leaves.push(hash);
    logs.set(log_id, leaves);
  }
  const { rows: checkpoints } = await client.query(
    "SELECT c.log_id, c.size::int, c.root, c.note, k.vkey, t.origin FROM audit.checkpoint c JOIN audit.log_key k USING (log_id) JOIN audit.tree t USING (log_id) ORDER BY log_id, c.size",
  );
  for (const [log, leaves] of logs) {
    let frontier = emptyFrontier;
    for (const { size, root, note, vkey, origin } of checkpoints.filter(({ log_id }) => log_id === log)) {
      frontier = extended(frontier, leaves.slice(frontier.size, size));
      const said = parseCheckpoint(openNote(note, [parseVerifierKey(vkey)]).text);
      const right = frontier.size === size && rootOf(frontier).equals(root) && said.size === size && said.origin === origin;
      if (!right || !rootOf(frontier).equals(said.root)) faults.push(`checkpoint ${size} of ${origin} is not of these leaves`);
    }
    const { rows: heads } = await client.query("SELECT size::int, root FROM audit.tree WHERE log_id = $1", [log]);
    if (heads[0]?.size !== leaves.length || !rootOf(extended(emptyFrontier, leaves)).equals(heads[0]?.root))
      faults.push(`head of ${log} is not its leaves`);
    faults.push(...(await checkTiles(client, log, leaves)));
  }
  return { entries: entries.length, lost, checkpoints: checkpoints.length, faults };
}

async function checkTiles(client: pg.ClientBase, log: string, leaves: readonly Hash[]): Promise<string[]> {
  const { rows } = await client.query("SELECT level, n::int, hashes, root FROM audit.tile WHERE log_id = $1 ORDER BY level, n", [log]);
  const faults: string[] = [];
  let below = leaves;
  for (let level = 0; below.length >= TILE; level++) {
    const tiles = rows.filter((row) => row.level === level);
    const roots = Array.from({ length: Math.floor(below.length / TILE) }, (_, n) => perfectRoot(below.slice(n * TILE, (n + 1) * TILE)));
    roots.forEach((root, n) => {
      const right =
        tiles[n]?.n === n &&
        Buffer.compare(tiles[n].root, root) === 0 &&
        tiles[n].hashes.equals(Buffer.concat(below.slice(n * TILE, (n + 1) * TILE)));
      if (!right) faults.push(`tile ${n} of level ${level} is not its hashes`);
    });
    if (tiles.length !== roots.length) faults.push(`level ${level} has ${tiles.length} tiles, not ${roots.length}`);
    below = roots;
  }
  return faults;
}
