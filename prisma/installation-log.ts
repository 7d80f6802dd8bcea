// The log of what belongs to no matter: migrations, sign-ins that name nobody. No person of a matter reads it, and row-level security shows it
// to nobody who signs in; whoever works at the host's terminal holds it anyway. So it is exported with the rights of the host, and says so.
import type pg from "pg";
import type { LogExport } from "@/domain/audit/export";
import { checkpointLine, entryLine, type LogHead, type LogRow } from "@/domain/audit/folder";
import { checkpointsOf, leavesOf } from "@/domain/audit/leaves";
import { DomainError } from "@/lib/errors";
import type { Prisma } from "./client/client";
import { asOwner, connected } from "./connect";

const NO_MATTER = "00000000-0000-0000-0000-000000000000";
const PAGE = 1_000;

/**
 * Gives `use` the tree of no matter as it stands now, whole (docs/log-format.md), page by page. That it was asked for is an entry of that very
 * log, which its tree may not hold yet. Throws `unavailable` where nothing is in it.
 */
export function exportInstallation<R>(adminUrl: string, now: Date, use: (exported: LogExport) => Promise<R>): Promise<R> {
  return connected(adminUrl, async (client) => {
    const detail = JSON.stringify({ kind: "terminal of the host" });
    await asOwner(client, () =>
      client.query("SELECT audit.append(NULL::access.actor, 'audit:export', NULL, 'done', NULL, $1::jsonb, NULL, NULL)", [detail]),
    );
    const { keys, ...head } = await asOwner(client, () => findTree(client));
    return use({
      head: { ...head, exportedAt: now.toISOString() },
      entries: entriesOf(client, head.size),
      checkpoints: notesOf(client, head.size),
      keys: keys.map((key) => `${key}\n`).join(""),
    });
  });
}

type Tree = Omit<LogHead, "exportedAt"> & { readonly keys: readonly string[] };

async function findTree(client: pg.Client): Promise<Tree> {
  const { rows } = await client.query<{ origin: string; size: string; pending: string; keys: string[] }>(
    `SELECT t.origin, t.size, ARRAY(SELECT k.vkey FROM audit.log_key k WHERE k.log_id = t.log_id ORDER BY k.since) AS keys,
       (SELECT count(*) FROM audit.entry e WHERE e.matter_id IS NULL AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)) AS pending
     FROM audit.tree t WHERE t.log_id = $1`,
    [NO_MATTER],
  );
  const [row] = rows;
  if (!row) throw new DomainError("unavailable", "No entry of no matter is in its tree yet: the sequencer has not run.");
  const { origin, size, pending, keys } = row;
  return { origin, log: NO_MATTER, matter: null, size: Number(size), pending: Number(pending), keys };
}

async function* entriesOf(client: pg.Client, size: number) {
  for (let from = 0; from < size; ) {
    const rows = await ask<LogRow>(client, leavesOf(NO_MATTER, from, size, PAGE));
    if (rows.length === 0) return;
    yield rows.map((row) => entryLine({ ...row, index: Number(row.index) })).join("");
    from += rows.length;
  }
}

async function* notesOf(client: pg.Client, size: number) {
  for (let above = 0; ; ) {
    const rows = await ask<{ size: string; note: string }>(client, checkpointsOf(NO_MATTER, above, size, PAGE));
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map((row) => checkpointLine(Number(row.size), row.note)).join("");
    above = Number(last.size);
  }
}

async function ask<Row extends pg.QueryResultRow>(client: pg.Client, { text, values }: Prisma.Sql): Promise<Row[]> {
  return asOwner(client, async () => (await client.query<Row>(text, values)).rows);
}
