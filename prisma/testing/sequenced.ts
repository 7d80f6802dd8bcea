import type pg from "pg";

/**
 * Puts every entry of a matter that waits into its tree, in order of number: what the sequencer does, without its hashes and signatures.
 * Returns how many leaves the tree has. `client` is a superuser's.
 */
export async function sequence(client: pg.Client, matter: string): Promise<number> {
  const root = Buffer.alloc(32);
  await client.query("INSERT INTO audit.tree (log_id, origin, size, root) VALUES ($1, 'tests/log', 0, $2) ON CONFLICT DO NOTHING", [
    matter,
    root,
  ]);
  const { rowCount } = await client.query(
    `INSERT INTO audit.leaf (log_id, index, entry_id, hash)
     SELECT $1, t.size + row_number() OVER (ORDER BY e.id) - 1, e.id, $2 FROM audit.entry e JOIN audit.tree t ON t.log_id = $1
     WHERE e.matter_id = $1 AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)`,
    [matter, root],
  );
  if (rowCount) await client.query("UPDATE audit.tree SET size = size + $2 WHERE log_id = $1", [matter, rowCount]);
  const { rows } = await client.query("SELECT size::int FROM audit.tree WHERE log_id = $1", [matter]);
  return rows[0].size;
}
