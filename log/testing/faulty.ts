// The ways in which a sequencer over committed entries is easily got wrong, each as one would write it.
import type pg from "pg";
import { noMatter } from "@/log/kept";
import type { Next, Source } from "@/log/source";

export const faults = ["cursor", "low-water mark", "from the last leaf", "unguarded head", "none"] as const;
export type Fault = (typeof faults)[number];

const select = `SELECT e.id::text AS entry, coalesce(e.matter_id, '${noMatter}') AS log, sha256('\\x00'::bytea || e.leaf) AS hash
  FROM audit.entry e WHERE e.id > $1 AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id) ORDER BY e.id LIMIT $2`;

/** What of a sequencer is to be replaced for it to have the fault. */
export async function faulty(client: pg.Client, fault: Fault): Promise<{ source?: Source; head?: () => Promise<void> }> {
  if (fault === "cursor") return { source: fromCursor("0") };
  if (fault === "low-water mark") return { source: aboveMark() };
  if (fault === "from the last leaf") {
    const { rows } = await client.query("SELECT coalesce(max(entry_id), 0)::text AS last FROM audit.leaf");
    return { source: aboveMark(rows[0].last) };
  }
  if (fault === "unguarded head") return { head: async () => undefined };
  return {};
}

// Numbers are given out before the commit: what commits later under a smaller number is passed over.
function fromCursor(start: string): Source {
  let last = start;
  return async (client, limit) => {
    const { rows } = await client.query<Next>(select, [last, limit]);
    last = rows.at(-1)?.entry ?? last;
    return rows;
  };
}

// Right only where no entry takes its number before its transaction has one, and where it begins at the beginning.
function aboveMark(start = "0"): Source {
  let mark = start;
  let watched: { readonly upTo: string; readonly xmax: string } | null = null;
  return async (client, limit) => {
    const { rows: now } = await client.query(
      "SELECT pg_snapshot_xmin(s)::text AS xmin, pg_snapshot_xmax(s)::text AS xmax, (SELECT coalesce(max(id), 0)::text FROM audit.entry) AS last FROM pg_current_snapshot() s",
    );
    const ended = watched && BigInt(now[0].xmin) >= BigInt(watched.xmax) ? watched.upTo : null;
    const { rows } = await client.query<Next>(select, [mark, limit]);
    if (ended !== null && rows.length < limit) [mark, watched] = [ended, null];
    watched ??= { upTo: now[0].last, xmax: now[0].xmax };
    return rows;
  };
}
