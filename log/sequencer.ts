// Puts committed entries into their trees: each batch is one transaction with its leaves, tiles, heads and signed checkpoints.
import type pg from "pg";
import { extended, rootOf } from "@/lib/merkle";
import { type Head, LogFault, noMatter, readHeads, readLeaves, readRows } from "./kept";
import { frontierOf, grown, type Rows, type Tile } from "./rows";
import type { LogName, LogSigner, SignedTree } from "./signer";
import { committedEntries, type Next, type Source } from "./source";

/** Another sequencer is at work, or has been since: this one knows a tree that is no longer the tree. It must write nothing more. */
export class StaleSequencer extends Error {}

export type Batch = { readonly entries: number; readonly checkpoints: readonly { readonly log: string; readonly note: string }[] };
export type Sequencer = {
  /** One batch, at most `limit` entries; none when nothing waits. Throws StaleSequencer or LogFault, after which it must not be used. */
  readonly step: () => Promise<Batch>;
};

type Tree = Head & { readonly rows: Rows };
type Options = {
  readonly client: pg.Client;
  readonly signer: LogSigner;
  readonly source?: Source;
  readonly limit?: number;
  readonly head?: LockHead;
};
type LockHead = (client: pg.Client, tree: Tree) => Promise<void>;

/**
 * Begins from what the database holds, once that is known to continue what was signed. `source` and `head` say which entries come
 * next and how a head is guarded; tests put faulty ones in their place to show what goes wrong.
 */
export async function openSequencer({
  client,
  signer,
  source = committedEntries(),
  limit = 5_000,
  head = lockHead,
}: Options): Promise<Sequencer> {
  await client.query("SET synchronous_commit = on");
  const trees = new Map<string, Tree>();
  for (const one of await readHeads(client)) {
    await catchUp(client, signer, one);
    trees.set(one.log, { ...one, rows: await readRows(client, one) });
  }
  return {
    step: () =>
      inOneTransaction(client, async () => {
        const next = await source(client, limit);
        const changed: { tree: Tree; signed: SignedTree }[] = [];
        for (const [log, entries] of [...byLog(next)].sort(([a], [b]) => a.localeCompare(b))) {
          const tree = trees.get(log) ?? (await plant(client, signer, log));
          await head(client, tree);
          changed.push(await add(client, signer, tree, entries));
        }
        return {
          entries: next.length,
          checkpoints: changed.map(({ tree, signed }) => ({ log: tree.log, note: signed.note })),
          committed: async () => {
            for (const { tree, signed } of changed) {
              trees.set(tree.log, tree);
              await signer.remember(tree, signed.frontier);
            }
          },
        };
      }),
  };
}

async function inOneTransaction(client: pg.Client, work: () => Promise<Batch & { committed: () => Promise<void> }>): Promise<Batch> {
  // One snapshot for the whole batch. Whoever changed a head since is met at its row.
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  try {
    const { committed, ...batch } = await work();
    await client.query("COMMIT");
    await committed();
    return batch;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    if (["40001", "23505"].includes((error as { code?: string }).code ?? ""))
      throw new StaleSequencer("Another sequencer has written meanwhile.");
    throw error;
  }
}

async function lockHead(client: pg.Client, { log, origin, size, root }: Tree): Promise<void> {
  const { rows } = await client.query("SELECT size, root FROM audit.tree WHERE log_id = $1 FOR UPDATE", [log]);
  const there = rows[0];
  if (!there || Number(there.size) !== size || Buffer.compare(there.root, root) !== 0)
    throw new StaleSequencer(`${origin} stands at size ${there?.size}, not at ${size}: another sequencer has written.`);
}

// After a crash the database may be one batch ahead of what is remembered as signed. What it added must lead to its head.
async function catchUp(client: pg.Client, signer: LogSigner, head: Head): Promise<void> {
  const from = signer.last(head).size;
  if (head.size < from)
    throw new LogFault(
      `${head.origin} holds ${head.size} entries; ${from} were signed. This is an older copy of the database, or entries were removed.`,
    );
  let frontier = signer.last(head);
  for (const step = 100_000; frontier.size < head.size; )
    frontier = extended(frontier, await readLeaves(client, head.log, frontier.size, Math.min(step, head.size - frontier.size)));
  if (Buffer.compare(rootOf(frontier), head.root) !== 0)
    throw new LogFault(`${head.origin} does not continue what was signed at size ${from}: its entries are not those of then.`);
  if (head.size > from) await signer.remember(head, frontier);
}

function byLog(entries: readonly Next[]): Map<string, Next[]> {
  const logs = new Map<string, Next[]>();
  for (const entry of entries) {
    const log = logs.get(entry.log);
    if (log) log.push(entry);
    else logs.set(entry.log, [entry]);
  }
  return logs;
}

// A tree of a matter whose first entry this is.
async function plant(client: pg.Client, signer: LogSigner, log: string): Promise<Tree> {
  const named = `SELECT i.name || '/' || CASE WHEN $1::uuid = $2::uuid THEN '-' ELSE coalesce((SELECT slug FROM access.matter m WHERE m.id = $1::uuid), $1::uuid::text) END AS origin
    FROM audit.installation i`;
  const { rows } = await client.query(named, [log, noMatter]);
  const tree: Tree = { log, origin: rows[0].origin, size: 0, root: rootOf(frontierOf([], 0)), rows: [] };
  if (signer.last(tree).size > 0)
    throw new LogFault(`${tree.origin} was signed at size ${signer.last(tree).size}, and the database knows nothing of it.`);
  await client.query("INSERT INTO audit.tree (log_id, origin, size, root) VALUES ($1, $2, 0, $3)", [log, tree.origin, tree.root]);
  await client.query("INSERT INTO audit.log_key (log_id, vkey) VALUES ($1, $2)", [log, signer.vkey(tree.origin)]);
  return tree;
}

async function add(client: pg.Client, signer: LogSigner, tree: Tree, entries: readonly Next[]) {
  const leaves = entries.map(({ hash }) => hash);
  const { rows, tiles } = grown(tree.rows, tree.size, leaves);
  const size = tree.size + leaves.length;
  const root = rootOf(frontierOf(rows, size));
  const signed = signer.sign(tree, leaves, root);
  await client.query(
    "INSERT INTO audit.leaf (log_id, index, entry_id, hash) SELECT $1, $2 + n - 1, e, h FROM unnest($3::bigint[], $4::bytea[]) WITH ORDINALITY x(e, h, n)",
    [...[tree.log, tree.size, entries.map(({ entry }) => entry), leaves]],
  );
  for (const tile of tiles) await insertTile(client, tree, tile);
  await client.query("UPDATE audit.tree SET size = $2, root = $3 WHERE log_id = $1", [tree.log, size, root]);
  await client.query("INSERT INTO audit.checkpoint (log_id, size, root, note, at) VALUES ($1, $2, $3, $4, clock_timestamp())", [
    ...[tree.log, size, root, signed.note],
  ]);
  return { tree: { ...tree, size, root, rows }, signed };
}

function insertTile(client: pg.Client, { log }: LogName, { level, n, hashes, root }: Tile) {
  return client.query("INSERT INTO audit.tile (log_id, level, n, hashes, root) VALUES ($1, $2, $3, $4, $5)", [log, level, n, hashes, root]);
}
