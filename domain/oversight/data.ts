import type { Role, Side } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { HourOfPerson } from "@/domain/flags/habits";
import type { Flag } from "@/domain/flags/schema";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/prisma/client/client";
import type { AsOf, FirstLook, ListFlags } from "./schema";
import type { SumRow } from "./sums";

type Reads = Permit<"audit:read">;
type By = "hour" | "day" | "side" | "person";

/** Sums between two full hours, from what is rolled up and from the leaves that are not yet. */
export function sumActivity(
  tx: Tx,
  _permit: Reads,
  from: Date,
  until: Date,
  by: readonly By[],
  person: string | null = null,
): Promise<SumRow[]> {
  return tx.$queryRaw<
    SumRow[]
  >`SELECT hour, side, person_id::text, email, role, action, outcome, entries, fresh, listed, turns, characters, last_hour
    FROM api.activity(${from}, ${until}, ${[...by]}::text[], ${person}::uuid)`;
}

export async function findAsOf(tx: Tx, { actor }: Reads): Promise<AsOf> {
  const [row] = await tx.$queryRaw<{ size: bigint; at: Date | null }[]>`
    SELECT t.size, (SELECT e.at FROM audit.leaf l JOIN audit.entry e ON e.id = l.entry_id WHERE l.log_id = t.log_id AND l.index = t.size - 1) AS at
    FROM audit.tree t WHERE t.log_id = ${actor.matter}::uuid`;
  return { size: Number(row?.size ?? 0), at: row?.at?.toISOString() ?? null };
}

/** When a person was first shown something of each tier, as the log recorded it then. */
export async function listFirstLooks(tx: Tx, { actor }: Reads, person: string): Promise<FirstLook[]> {
  const rows = await tx.$queryRaw<{ tier: string; at: Date; id: bigint }[]>`
    SELECT split_part(e.object, ':', 2) AS tier, e.at, e.id FROM audit.entry e
    WHERE e.matter_id = ${actor.matter}::uuid AND e.action = 'access:first' AND e.person_id = ${person}::uuid ORDER BY e.id LIMIT 20`;
  return rows.map(({ tier, at, id }) => ({ tier: Number(tier), at: at.toISOString(), entry: String(id) }));
}

export type ReaderRow = {
  readonly email: string | null;
  readonly side: Side | null;
  readonly looks: number;
  readonly first: Date;
  readonly last: Date;
};

/** Who opened a conversation, out of its newest looks. */
export function listReaders(tx: Tx, { actor }: Reads, control: string, most: number): Promise<ReaderRow[]> {
  return tx.$queryRaw<ReaderRow[]>`SELECT email, side::text, count(*)::int AS looks, min(at) AS first, max(at) AS last FROM (
      SELECT e.email, e.side, e.at FROM audit.entry e
      WHERE e.matter_id = ${actor.matter}::uuid AND e.object = ${`conversation:${control}`} AND e.action = 'conversation:view' AND e.outcome = 'done'
      ORDER BY e.id DESC LIMIT ${most}::int) x GROUP BY 1, 2 ORDER BY 3 DESC, 1`;
}

/** The numbers of entries that listed a conversation, newest first. */
export async function listListings(tx: Tx, _permit: Reads, control: string, below: string | undefined, limit: number): Promise<bigint[]> {
  const rows = await tx.$queryRaw<
    { id: bigint }[]
  >`SELECT id FROM api.listed(${control}, ${below ? BigInt(below) : null}::bigint, ${limit}::int)`;
  return rows.map(({ id }) => id);
}

export async function listHabits(tx: Tx, _permit: Reads, from: Date, until: Date): Promise<HourOfPerson[]> {
  const rows = await tx.$queryRaw<{ person: string; role: string | null; hour: number; looks: number }[]>`
    SELECT person, role, hour, looks FROM api.habits(${from}, ${until})`;
  return rows.map((row) => ({ ...row, role: row.role as Role | null }));
}

export type FlagRow = { readonly day: string; readonly flag: Flag };

/** Flags that are kept, the newest day first. */
export function listFlagRows(tx: Tx, { actor }: Reads, { kind, person, from, to }: ListFlags, limit: number): Promise<FlagRow[]> {
  const conditions = [
    Prisma.sql`f.matter_id = ${actor.matter}::uuid`,
    ...(kind ? [Prisma.sql`f.kind = ${kind}`] : []),
    ...(person ? [Prisma.sql`f.person_id = ${person}::uuid`] : []),
    ...(from ? [Prisma.sql`f.day >= ${from}::date`] : []),
    ...(to ? [Prisma.sql`f.day <= ${to}::date`] : []),
  ];
  return tx.$queryRaw<FlagRow[]>`SELECT f.day::text, f.flag FROM oversight.flag f WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY f.day DESC, f.n LIMIT ${limit}::int`;
}

/** The last day that was looked through for flags, and days that were not looked through to their end. */
export async function findFlagged(tx: Tx, { actor }: Reads): Promise<{ upTo: string | null; cut: string[]; settings: unknown }> {
  const [row] = await tx.$queryRaw<[{ up_to: string | null; cut: string[] | null; settings: unknown }]>`
    SELECT (SELECT max(day)::text FROM oversight.flag_day WHERE matter_id = ${actor.matter}::uuid) AS up_to,
      (SELECT array_agg(day::text ORDER BY day DESC) FROM oversight.flag_day WHERE matter_id = ${actor.matter}::uuid AND cut) AS cut,
      (SELECT settings FROM oversight.flag_settings WHERE matter_id = ${actor.matter}::uuid ORDER BY id DESC LIMIT 1) AS settings`;
  return { upTo: row.up_to, cut: row.cut ?? [], settings: row.settings };
}

export async function insertFlagSettings(tx: Tx, _permit: Permit<"oversight:set">, settings: unknown): Promise<void> {
  await tx.$queryRaw`SELECT api.set_flags(${JSON.stringify(settings)}::jsonb)::text`;
}

export type TreeRow = { readonly origin: string; readonly size: bigint };
export type CheckpointRow = {
  readonly size: bigint;
  readonly root: string;
  readonly note: string;
  readonly at: Date;
  readonly by: { witness: string; at: string }[];
};

export async function findTree(tx: Tx, { actor }: Reads): Promise<{ tree: TreeRow | null; keys: string[] }> {
  const [tree] = await tx.$queryRaw<TreeRow[]>`SELECT origin, size FROM audit.tree WHERE log_id = ${actor.matter}::uuid`;
  const keys = await tx.$queryRaw<{ vkey: string }[]>`SELECT vkey FROM audit.log_key WHERE log_id = ${actor.matter}::uuid ORDER BY since`;
  return { tree: tree ?? null, keys: keys.map(({ vkey }) => vkey) };
}

const checkpoints = (matter: string) => Prisma.sql`
  SELECT c.size, encode(c.root, 'base64') AS root, c.note, c.at, coalesce((
    SELECT jsonb_agg(jsonb_build_object('witness', s.witness, 'at', s.at) ORDER BY s.at) FROM audit.cosignature s WHERE s.log_id = c.log_id AND s.size = c.size), '[]') AS by
  FROM audit.checkpoint c WHERE c.log_id = ${matter}::uuid`;

export function listCheckpoints(tx: Tx, { actor }: Reads, limit: number): Promise<CheckpointRow[]> {
  return tx.$queryRaw<CheckpointRow[]>`${checkpoints(actor.matter)} ORDER BY c.size DESC LIMIT ${limit}::int`;
}

export async function findCosigned(tx: Tx, { actor }: Reads): Promise<CheckpointRow | null> {
  const [row] = await tx.$queryRaw<CheckpointRow[]>`${checkpoints(actor.matter)} AND c.size = (
    SELECT max(s.size) FROM audit.cosignature s WHERE s.log_id = ${actor.matter}::uuid)`;
  return row ?? null;
}

/**
 * Entries that stand in no leaf yet: above the oldest of the last thousand leaves, below which everything is sequenced. Each is looked up by
 * itself, in the order of their numbers: a join would read every leaf of the log.
 */
export async function countWaiting(tx: Tx, { actor }: Reads, most: number): Promise<{ n: number; oldest: Date | null }> {
  const [row] = await tx.$queryRaw<[{ n: number; oldest: Date | null }]>`
    SELECT count(*)::int AS n, min(at) AS oldest FROM (
      SELECT e.at FROM audit.entry e WHERE e.matter_id = ${actor.matter}::uuid
        AND e.id > coalesce((SELECT min(x.entry_id) FROM (SELECT l.entry_id FROM audit.leaf l WHERE l.log_id = ${actor.matter}::uuid ORDER BY l.index DESC LIMIT 1000) x), 0)
        AND (SELECT l.entry_id FROM audit.leaf l WHERE l.entry_id = e.id) IS NULL ORDER BY e.id LIMIT ${most}::int) w`;
  return row;
}

/** Entries about what leaves, newest first, each action by its own index: an export's many chunks are left out. */
export async function listDepartureIds(tx: Tx, { actor }: Reads, below: string | undefined, limit: number): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    SELECT x.id FROM unnest(ARRAY['production:ask', 'production:download', 'audit:export']) named, LATERAL (
      SELECT e.id FROM audit.entry e WHERE e.matter_id = ${actor.matter}::uuid AND e.action = named AND e.id < ${below ? BigInt(below) : 9223372036854775807n}
        AND NOT (e.outcome = 'done' AND e.detail ? 'shown') ORDER BY e.id DESC LIMIT ${limit}::int) x
    ORDER BY x.id DESC LIMIT ${limit}::int`;
  return rows.map(({ id }) => id);
}
