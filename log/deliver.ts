// Checkpoints go out: to witnesses, to folders, to addresses. What a witness signed is kept in the database for receipts, and outside it
// for the comparison at the next start.
import path from "node:path";
import type pg from "pg";
import { consistencyProof } from "@/lib/merkle";
import { askWitness, post, WitnessDisagrees } from "./ask-witness";
import { nodesOf } from "./kept";
import { keep } from "./signer";

type Due = {
  readonly id: string;
  readonly log: string;
  readonly kind: "folder" | "address" | "witness";
  readonly target: string;
  readonly vkey: string | null;
  readonly old: string;
  readonly origin: string;
  readonly size: string;
  readonly note: string;
};

// A witness is asked every ten seconds while entries come; the others as often as the order says, and at least every minute.
const due = `SELECT r.id, r.matter_id AS log, r.kind, r.target, r.vkey, r.delivered_size AS old, t.origin, c.size, c.note
  FROM audit.recipient r JOIN audit.tree t ON t.log_id = r.matter_id
  CROSS JOIN LATERAL (SELECT size, note FROM audit.checkpoint WHERE log_id = r.matter_id ORDER BY size DESC LIMIT 1) c
  WHERE r.ended_at IS NULL AND r.target IS NOT NULL AND c.size > r.delivered_size AND (r.delivered_at IS NULL OR r.delivered_at < now() - CASE
    WHEN r.kind = 'witness' THEN interval '10 seconds'
    ELSE least(60, greatest(1, coalesce((SELECT (o.settings->>'checkpointSeconds')::numeric FROM access.protective_order o
      WHERE o.matter_id = r.matter_id AND o.in_force_from <= now() ORDER BY o.version DESC LIMIT 1), 60))) * interval '1 second' END)
  ORDER BY r.added_at`;

/** Everything that is due goes out once. What fails is noted at the recipient and tried again; it stops nothing else. */
export async function deliverDue(client: pg.Client, folder: string): Promise<void> {
  const { rows } = await client.query<Due>(due);
  for (const one of rows) {
    try {
      await deliver(client, one);
      await client.query("UPDATE audit.recipient SET delivered_size = $2, delivered_at = clock_timestamp(), problem = NULL WHERE id = $1", [
        one.id,
        one.size,
      ]);
    } catch (error) {
      await client.query("UPDATE audit.recipient SET problem = $2 WHERE id = $1", [one.id, (error as Error).message.slice(0, 300)]);
    }
  }
  await keepWitnessed(client, folder);
}

async function deliver(client: pg.Client, { log, kind, target, vkey, old, origin, size, note }: Due): Promise<void> {
  if (kind === "folder") return keep(path.join(target, `${origin.replaceAll("/", "_")}-${size.padStart(12, "0")}.checkpoint`), note);
  if (kind === "address") {
    const { status } = await post(target, note);
    if (status < 200 || status > 299) throw new Error(`${new URL(target).host} answered ${status}.`);
    return;
  }
  const prove = (from: number) => consistencyProof(nodesOf(client, log), from, Number(size));
  const signed = await askWitness({ target, vkey: vkey ?? "", note, size: Number(size), old: Number(old), prove });
  await client.query("INSERT INTO audit.cosignature (log_id, size, witness, line, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", [
    ...[log, size, signed.witness, signed.line, signed.at],
  ]);
}

// Also what a witness's signature was brought for by hand.
async function keepWitnessed(client: pg.Client, folder: string): Promise<void> {
  const { rows } = await client.query<{ log: string; size: string; note: string }>(
    `SELECT s.log_id AS log, s.size, c.note || string_agg(s.line, '' ORDER BY s.witness) AS note
     FROM audit.tree t CROSS JOIN LATERAL (SELECT max(size) AS size FROM audit.cosignature WHERE log_id = t.log_id) m
     JOIN audit.cosignature s ON s.log_id = t.log_id AND s.size = m.size JOIN audit.checkpoint c ON c.log_id = s.log_id AND c.size = s.size
     GROUP BY s.log_id, s.size, c.note`,
  );
  for (const { log, size, note } of rows) {
    if (kept.get(path.join(folder, log)) === size) continue;
    await keep(path.join(folder, "witnessed", `${log}.checkpoint`), note);
    kept.set(path.join(folder, log), size);
  }
}
const kept = new Map<string, string>();

/** What the witnesses say against this database, in a sentence each. One that does not answer says nothing. */
export async function witnessFaults(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<Due>(
    `SELECT r.id, r.matter_id AS log, r.kind, r.target, r.vkey, r.delivered_size AS old, t.origin, c.size, c.note
     FROM audit.recipient r JOIN audit.tree t ON t.log_id = r.matter_id
     CROSS JOIN LATERAL (SELECT size, note FROM audit.checkpoint WHERE log_id = r.matter_id ORDER BY size DESC LIMIT 1) c
     WHERE r.ended_at IS NULL AND r.kind = 'witness' AND r.target IS NOT NULL`,
  );
  const faults: string[] = [];
  for (const { log, target, vkey, note, size, old, origin } of rows) {
    const prove = (from: number) => consistencyProof(nodesOf(client, log), from, Number(size));
    await askWitness({ target, vkey: vkey ?? "", note, size: Number(size), old: Number(old), prove }).catch((error: Error) => {
      if (error instanceof WitnessDisagrees) faults.push(`${origin}: ${error.message}`);
    });
  }
  return faults;
}
