import type { Permit } from "@/domain/access/permit";
import type { ExportedEntry } from "@/domain/audit/schema";
import type { Tx } from "@/lib/db";
import { fromTiles, type Hash, type ReadNodes } from "@/lib/merkle";
import type { DeliverTo } from "./schema";

/** Whoever may ask of the matter's tree. Row-level security shows that of their own matter and no other. */
export type Asker =
  | Permit<"checkpoint:read">
  | Permit<"checkpoint:deliver">
  | Permit<"checkpoint:cosign">
  | Permit<"audit:read">
  | Permit<"audit:read-own">;

export type CheckpointRow = {
  readonly origin: string;
  readonly size: bigint;
  readonly root: Hash;
  readonly note: string;
  readonly at: Date;
};

/** The newest checkpoint, or the one of a size; undefined where none was signed. */
export async function findCheckpoint(tx: Tx, { actor }: Asker, size?: number): Promise<CheckpointRow | undefined> {
  const [row] = await tx.$queryRaw<CheckpointRow[]>`
    SELECT t.origin, c.size, c.root, c.note, c.at FROM audit.checkpoint c JOIN audit.tree t USING (log_id)
    WHERE log_id = ${actor.matter}::uuid AND (${size ?? null}::bigint IS NULL OR c.size = ${size ?? null}::bigint) ORDER BY c.size DESC LIMIT 1`;
  return row;
}

export type CosignatureRow = { readonly size: bigint; readonly witness: string; readonly line: string; readonly at: Date };

/** What each witness signed last. */
export function listLastCosignatures(tx: Tx, { actor }: Asker): Promise<CosignatureRow[]> {
  return tx.$queryRaw<CosignatureRow[]>`SELECT DISTINCT ON (witness) size, witness, line, at FROM audit.cosignature
    WHERE log_id = ${actor.matter}::uuid ORDER BY witness, size DESC`;
}

/** The newest checkpoint above `size` that is cosigned, with all its lines. */
export async function findCosigned(tx: Tx, { actor }: Asker, above: number): Promise<{ size: bigint; lines: string[] } | undefined> {
  const [row] = await tx.$queryRaw<{ size: bigint; lines: string[] }[]>`
    SELECT size, array_agg(line ORDER BY witness) AS lines FROM audit.cosignature
    WHERE log_id = ${actor.matter}::uuid AND size > ${above}::bigint GROUP BY size ORDER BY size DESC LIMIT 1`;
  return row;
}

export async function howFarBehind(tx: Tx, _: Asker): Promise<{ entries: number; seconds: number; unwitnessedSince: Date | null }> {
  const [row] = await tx.$queryRaw<{ entries: bigint; seconds: number; since: Date | null }[]>`
    SELECT b.entries, b.seconds, api.unwitnessed_since() AS since FROM api.behind() b`;
  return { entries: Number(row?.entries ?? 0), seconds: row?.seconds ?? 0, unwitnessedSince: row?.since ?? null };
}

/** The perfect subtrees of the matter's tree. */
export function readNodes(tx: Tx, { actor }: Asker): ReadNodes {
  return fromTiles(async (level, from, count) => {
    const rows =
      level === 0
        ? await tx.$queryRaw<{ hash: Hash }[]>`SELECT hash FROM audit.leaf WHERE log_id = ${actor.matter}::uuid AND index >= ${from}::bigint
            AND index < ${from + count}::bigint ORDER BY index`
        : await tx.$queryRaw<
            { hash: Hash }[]
          >`SELECT root AS hash FROM audit.tile WHERE log_id = ${actor.matter}::uuid AND level = ${level - 1}::smallint
            AND n >= ${from}::bigint AND n < ${from + count}::bigint ORDER BY n`;
    if (rows.length !== count) throw new Error(`Hashes are missing in the tree: level ${level}, ${count} from ${from}.`);
    return Buffer.concat(rows.map(({ hash }) => hash));
  });
}

export type LeafRow = { readonly id: bigint; readonly bytes: Uint8Array; readonly index: bigint | null; readonly hash: Hash | null };

/** An entry with its leaf: one's own, or any for who may read the log. Undefined where it is not there or not theirs. */
export async function findLeaf(
  tx: Tx,
  { actor, action }: Permit<"audit:read"> | Permit<"audit:read-own">,
  entry: string,
): Promise<LeafRow | undefined> {
  const [row] = await tx.$queryRaw<LeafRow[]>`
    SELECT e.id, e.leaf AS bytes, l.index, l.hash FROM audit.entry e LEFT JOIN audit.leaf l ON l.entry_id = e.id
    WHERE e.id = ${BigInt(entry)} AND e.matter_id = ${actor.matter}::uuid AND (${action === "audit:read"} OR e.person_id = ${actor.person}::uuid)`;
  return row;
}

/** Entries by the index of their leaf, whole. */
export function listLeafEntries(tx: Tx, { actor }: Permit<"audit:read">, from: number, to: number) {
  return tx.$queryRaw<(Omit<ExportedEntry, "index"> & { index: bigint })[]>`
    SELECT l.index, e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, e.matter_id::text AS matter,
      e.person_id::text AS person, e.email, e.side::text, e.role::text, e.session_id::text AS session, e.action, e.object, e.outcome, e.reason, e.detail,
      encode(e.commitment, 'hex') AS commitment, e.request_id::text AS request, translate(encode(e.leaf, 'base64'), E'\n', '') AS leaf
    FROM audit.leaf l JOIN audit.entry e ON e.id = l.entry_id
    WHERE l.log_id = ${actor.matter}::uuid AND l.index >= ${from}::bigint AND l.index < ${to}::bigint ORDER BY l.index`;
}

export async function listKeys(tx: Tx, { actor }: Asker): Promise<{ keys: string[]; witnesses: string[] }> {
  const keys = await tx.$queryRaw<
    { vkey: string }[]
  >`SELECT vkey FROM audit.log_key WHERE log_id = ${actor.matter}::uuid ORDER BY since DESC`;
  const witnesses = await tx.$queryRaw<
    { vkey: string }[]
  >`SELECT DISTINCT vkey FROM audit.recipient WHERE matter_id = ${actor.matter}::uuid AND kind = 'witness' ORDER BY vkey`;
  return { keys: keys.map(({ vkey }) => vkey), witnesses: witnesses.map(({ vkey }) => vkey) };
}

export type RecipientRow = {
  readonly id: string;
  readonly kind: "folder" | "address" | "witness";
  readonly target: string | null;
  readonly vkey: string | null;
  readonly added_at: Date;
  readonly delivered_size: bigint;
  readonly delivered_at: Date | null;
  readonly problem: string | null;
};

export function listActiveRecipients(tx: Tx, { actor }: Permit<"checkpoint:deliver">): Promise<RecipientRow[]> {
  return tx.$queryRaw<
    RecipientRow[]
  >`SELECT id::text, kind, target, vkey, added_at, delivered_size, delivered_at, problem FROM audit.recipient
    WHERE matter_id = ${actor.matter}::uuid AND ended_at IS NULL ORDER BY added_at, id`;
}

/** The new recipient's id; null where it is one already. */
export async function insertRecipient(tx: Tx, { actor }: Permit<"checkpoint:deliver">, input: DeliverTo): Promise<string | null> {
  const key = input.kind === "witness" ? input.vkey : null;
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO audit.recipient (matter_id, kind, target, vkey, added_by)
    VALUES (${actor.matter}::uuid, ${input.kind}, ${input.target ?? null}, ${key}, ${actor.person}::uuid) ON CONFLICT DO NOTHING RETURNING id::text`;
  return row?.id ?? null;
}

export async function endRecipient(
  tx: Tx,
  _: Permit<"checkpoint:deliver">,
  id: string,
): Promise<{ kind: string; target: string | null } | undefined> {
  const [row] = await tx.$queryRaw<{ kind: string; target: string | null }[]>`
    UPDATE audit.recipient SET ended_at = clock_timestamp() WHERE id = ${id}::uuid AND ended_at IS NULL RETURNING kind, target`;
  return row;
}

/** Whether it was new. */
export async function insertCosignature(
  tx: Tx,
  { actor }: Permit<"checkpoint:cosign">,
  size: number,
  witness: string,
  line: string,
  at: Date,
): Promise<boolean> {
  const inserted = await tx.$executeRaw`INSERT INTO audit.cosignature (log_id, size, witness, line, at)
    VALUES (${actor.matter}::uuid, ${size}::bigint, ${witness}, ${line}, ${at}) ON CONFLICT DO NOTHING`;
  return inserted === 1;
}
