import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Permit } from "@/domain/access/permit";
import type { Format } from "@/domain/formats/schema";
import type { Tx } from "@/lib/db";
import type { IntakeReport, Manifest, RunIntake, Tally } from "./schema";
import { copyStagedSql } from "./stage";
import { emptyTally } from "./tally";

type Run = Permit<"intake:run">;
export type VolumeRow = {
  id: number;
  name: string;
  control_prefix: string;
  state: "loading" | "sealed" | "deleted";
  disclosure: string;
  report: IntakeReport | null;
  hash_list: Manifest["files"] | null;
};
export type DeliveryRow = {
  id: number;
  file: string;
  file_sha256: Buffer;
  format: Format;
  bytes: string;
  records: number;
  stored: number;
  rejected: number;
  state: string;
  tally: Tally;
};
export type Rejection = {
  readonly ordinal: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly reason: string;
};

/** Keeps everybody else from loading this volume until the connection ends. False where somebody is. */
export async function lockVolume(client: pg.Client, { actor }: Run, name: string): Promise<boolean> {
  const { rows } = await client.query("SELECT pg_try_advisory_lock(hashtextextended($1, 7271)) AS locked", [`${actor.matter} ${name}`]);
  return rows[0].locked;
}

export async function findVolume(client: pg.Client, { actor }: Run, name: string): Promise<VolumeRow | null> {
  const { rows } = await client.query(
    "SELECT id, name, control_prefix, state, disclosure, report, hash_list FROM record.volume WHERE matter_id = $1 AND name = $2",
    [actor.matter, name],
  );
  return rows[0] ?? null;
}

/** A new volume. What it does not say to be designated otherwise has the highest tier of the order. */
export async function insertVolume(client: pg.Client, { actor }: Run, { volume, disclosure, prefix }: RunIntake): Promise<VolumeRow> {
  const wanted =
    prefix ??
    (volume
      .toUpperCase()
      .normalize("NFD")
      .replace(/[^A-Z0-9]/g, "")
      .replace(/^[0-9]+/, "")
      .slice(0, 16) ||
      "VOL");
  const taken = await client.query("SELECT control_prefix FROM record.volume WHERE control_prefix LIKE $1", [`${wanted}%`]);
  const known = new Set(taken.rows.map((row) => row.control_prefix));
  let free = wanted;
  for (let n = 2; known.has(free) && !prefix; n++) free = `${wanted}X${n}`;
  const { rows } = await client.query(
    `INSERT INTO record.volume (matter_id, name, control_prefix, disclosure, tier) VALUES ($1, $2, $3, coalesce($4::record.disclosure, 'complete'), $5)
     RETURNING id, name, control_prefix, state, disclosure, report, hash_list`,
    [actor.matter, volume, free, disclosure ?? null, actor.order.settings.tiers.length],
  );
  return rows[0];
}

export async function listDeliveries(client: pg.Client, _permit: Run, volume: number): Promise<DeliveryRow[]> {
  const { rows } = await client.query(
    "SELECT id, file, file_sha256, format, bytes, records, stored, rejected, state, tally FROM record.delivery WHERE volume_id = $1 ORDER BY id",
    [volume],
  );
  return rows.map((row) => ({ ...row, tally: { ...emptyTally(), ...row.tally } }));
}

export async function insertDelivery(
  client: pg.Client,
  _permit: Run,
  volume: number,
  file: { name: string; sha256: Buffer; format: Format; bytes: number },
): Promise<DeliveryRow> {
  const { rows } = await client.query(
    `INSERT INTO record.delivery (volume_id, file, file_sha256, format, bytes) VALUES ($1, $2, $3, $4, $5)
     RETURNING id, file, file_sha256, format, bytes, records, stored, rejected, state`,
    [volume, file.name, file.sha256, file.format, file.bytes],
  );
  return { ...rows[0], tally: emptyTally() };
}

/**
 * Whether a commit waits until it is on disk. While a file is read none does: if the power goes, rows and ledger lose the same last batches, and they are
 * read again. Sealing waits, and with it everything before.
 */
export async function waitForDisk(client: pg.Client, _permit: Run, wait: boolean): Promise<void> {
  await client.query(`SET synchronous_commit = ${wait ? "on" : "off"}`);
}

/** Stages rows of COPY's binary format, given in blocks. Within the caller's transaction. */
export async function copyStaged(client: pg.Client, _permit: Run, rows: readonly Uint8Array[]): Promise<void> {
  await pipeline(Readable.from(rows, { objectMode: false }), client.query(copyFrom(copyStagedSql)));
}

export async function insertRejections(client: pg.Client, _permit: Run, delivery: number, rejections: readonly Rejection[]): Promise<void> {
  if (rejections.length === 0) return;
  await client.query(
    `INSERT INTO record.rejection (delivery_id, ordinal, line, byte_offset, byte_length, reason)
     SELECT $1, (r->>'ordinal')::int, (r->>'line')::int, (r->>'byteOffset')::bigint, (r->>'byteLength')::bigint, r->>'reason' FROM jsonb_array_elements($2::jsonb) r`,
    [delivery, JSON.stringify(rejections)],
  );
}

/** Brings the ledger to where the batch ends. Within the batch's transaction, so that ledger and rows never disagree. */
export async function updateDelivery(client: pg.Client, _permit: Run, delivery: DeliveryRow, finished: boolean): Promise<void> {
  await client.query(
    `UPDATE record.delivery SET records = $2, stored = $3, rejected = $4, tally = $5,
       state = CASE WHEN $6 THEN 'read' ELSE state END, finished_at = CASE WHEN $6 THEN clock_timestamp() END WHERE id = $1`,
    [delivery.id, delivery.records, delivery.stored, delivery.rejected, JSON.stringify(delivery.tally), finished],
  );
}

/** What the ledger cannot count one by one: equal conversations, and why records were rejected. */
export async function countAtTheEnd(client: pg.Client, _permit: Run, volume: number) {
  const of = "delivery_id IN (SELECT id FROM record.delivery WHERE volume_id = $1)";
  const alike = await client.query("SELECT api.count_alike($1::smallint) AS counts", [volume]);
  const reasons = await client.query(
    `SELECT split_part(reason, ':', 1) AS reason, count(*)::int AS n FROM record.rejection WHERE ${of} GROUP BY 1 ORDER BY 2 DESC, 1`,
    [volume],
  );
  const first = await client.query(
    `SELECT d.file, r.line, r.byte_offset::float8 AS "byteOffset", r.byte_length::float8 AS "byteLength", r.reason
     FROM record.rejection r JOIN record.delivery d ON d.id = r.delivery_id WHERE d.volume_id = $1 ORDER BY r.delivery_id, r.ordinal LIMIT 100`,
    [volume],
  );
  return {
    ...(alike.rows[0].counts as Pick<
      IntakeReport,
      "duplicates" | "nearDuplicates" | "duplicateTurns" | "nearDuplicateTurns" | "outOfFrame"
    >),
    rejectedByReason: Object.fromEntries(reasons.rows.map(({ reason, n }) => [reason, n])) as Record<string, number>,
    rejections: first.rows as IntakeReport["rejections"],
  };
}

type Described = "done" | "not_found" | "sealed" | "tiers" | "supersedes" | "superseded";

/** Writes down what the delivery says of itself, within the transaction of its entry. */
export async function writeDescription(tx: Tx, _permit: Run, volume: string, manifest: Manifest): Promise<Described> {
  const [row] = await tx.$queryRaw<[{ outcome: Described }]>`
    SELECT api.describe_volume(${volume}, ${JSON.stringify(manifest)}::jsonb) AS outcome`;
  return row.outcome;
}

type Discarded = {
  readonly outcome: "done" | "not_found" | "sealed" | "held" | "loading";
  readonly stored?: number;
  readonly files?: unknown[];
};

/** Takes a volume that was never sealed out of the record, within the transaction of its entry. */
export async function discard(tx: Tx, _permit: Run, volume: string): Promise<Discarded> {
  const [row] = await tx.$queryRaw<[{ made: Discarded }]>`SELECT api.discard_volume(${volume}) AS made`;
  return row.made;
}

export type Proof = {
  readonly byte_offset: number;
  readonly byte_length: number;
  readonly record_sha256: Buffer;
  readonly conversation_sha256: Buffer;
  readonly kept: boolean;
};

/** The records of a delivery that lie beyond a place, in their order, with their hashes; `kept`: the stored text has that of its conversation. */
export async function proofsAfter(client: pg.Client, _permit: Run, delivery: number, after: number, limit: number): Promise<Proof[]> {
  const { rows } = await client.query<Proof>("SELECT * FROM api.proofs_of_delivery($1::int, $2::bigint, $3::int)", [
    delivery,
    after,
    limit,
  ]);
  return rows;
}

/** Numbers the volume, keeps its report, and opens it: all of it or nothing. Answers the report as it is kept. */
export async function sealVolume(client: pg.Client, _permit: Run, volume: number, report: IntakeReport): Promise<IntakeReport> {
  await client.query("BEGIN");
  await client.query("SELECT api.seal_volume($1::smallint)", [volume]);
  // What the database counted of the volume that this one supersedes stands in the report already.
  const { rows } = await client.query(
    "UPDATE record.volume SET report = $2::jsonb || coalesce(report, '{}') WHERE id = $1 RETURNING report",
    [volume, JSON.stringify(report)],
  );
  await client.query("COMMIT");
  return rows[0].report;
}
