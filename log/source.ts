// Which entries come next. An entry becomes visible when its transaction commits, in any order: neither its number nor its time says
// that no earlier one is still to come.
import type pg from "pg";
import { noMatter } from "./kept";

export type Next = { readonly entry: string; readonly log: string; readonly hash: Buffer };
/** Gives entries that no tree holds yet, at most `limit`, in order of number; none when there is nothing to do at the moment. */
export type Source = (client: pg.ClientBase, limit: number) => Promise<Next[]>;

const entries = `SELECT e.id::text AS entry, coalesce(e.matter_id, '${noMatter}') AS log, sha256('\\x00'::bytea || e.leaf) AS hash
  FROM audit.entry e WHERE e.id > $1 AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)
    AND (pg_visible_in_snapshot(e.xid, $3::pg_snapshot) OR e.xid >= pg_snapshot_xmax(pg_current_snapshot()))`;

/**
 * Everything committed and in no tree. It goes in rounds: a round looks at every transaction that the snapshot of the round before did
 * not see (those begun since, and those that were running then), whatever the numbers of their entries, so that an entry is missed by no
 * round and an open transaction delays nobody else's. A round of many batches takes what it saw when it began and no more: what an entry
 * rests on then never stands after it. The first round after a start looks at the whole log. (A number of a transaction that is still to
 * come is of another server, from which this database was restored.)
 */
export function committedEntries(): Source {
  let before: Snapshot | null = null;
  let round: { readonly snapshot: Snapshot; after: string } | null = null;
  return async (client, limit) => {
    const snapshot = await readSnapshot(client);
    if (!round && before && before.xmax === snapshot.xmax && before.running.length === 0) return [];
    round ??= { snapshot, after: "0" };
    const unseen = before ? " AND (e.xid >= $4::xid8 OR e.xid = ANY ($5::xid8[]))" : "";
    const { rows } = await client.query<Next>(`${entries}${unseen} ORDER BY e.id LIMIT $2`, [
      ...[round.after, limit, round.snapshot.text],
      ...(before ? [before.xmax, before.running] : []),
    ]);
    if (rows.length < limit) {
      before = round.snapshot;
      round = null;
    } else round.after = rows.at(-1)?.entry ?? round.after;
    return rows;
  };
}

type Snapshot = { readonly text: string; readonly xmax: string; readonly running: readonly string[] };

async function readSnapshot(client: pg.ClientBase): Promise<Snapshot> {
  const { rows } = await client.query<{ snapshot: string }>("SELECT pg_current_snapshot()::text AS snapshot");
  const text = rows[0]?.snapshot ?? "";
  const [, xmax = "0", running = ""] = text.split(":");
  return { text, xmax, running: running === "" ? [] : running.split(",") };
}
