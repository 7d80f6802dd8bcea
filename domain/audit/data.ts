import type { Role, Side } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { Prisma } from "@/prisma/client/client";
import type { LogHead, LogRow } from "./folder";
import { at, checkpointsOf, leavesOf } from "./leaves";
import type { Outcome, OwnDetail, ReadLog } from "./schema";

export type EntryRow = {
  readonly id: bigint;
  readonly at: string;
  readonly person_id: string | null;
  readonly email: string | null;
  readonly side: Side | null;
  readonly role: Role | null;
  readonly session_id: string | null;
  readonly action: string;
  readonly object: string | null;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly detail: Record<string, unknown> | null;
  readonly sealed: boolean;
  readonly own: OwnDetail | null;
};

/** Entries of the matter, newest first, one more than asked for: all of them for who may read the log, one's own for everybody else. */
export function listEntries(tx: Tx, { actor, action }: Permit<"audit:read"> | Permit<"audit:read-own">, input: ReadLog) {
  const everybody = action === "audit:read";
  const conditions = [Prisma.sql`e.matter_id = ${actor.matter}::uuid`, ...conditionsOf(input)];
  if (!everybody) conditions.push(Prisma.sql`e.person_id = ${actor.person}::uuid`);
  // Row-level security shows the boxes of the reader's own side: to the monitor those that the order had sealed to the court.
  const own = Prisma.sql`(SELECT jsonb_build_object('epoch', d.epoch, 'box', translate(encode(d.box, 'base64'), E'\n', ''), 'commitment', encode(d.commitment, 'hex'))
        FROM audit.detail d WHERE d.entry_id = e.id)`;
  return tx.$queryRaw<EntryRow[]>`
    SELECT e.id, ${at}, e.person_id::text, e.email, e.side::text, e.role::text, e.session_id::text, e.action, e.object, e.outcome, e.reason, e.detail,
      e.commitment IS NOT NULL AS sealed, ${own} AS own
    FROM audit.entry e WHERE ${Prisma.join(conditions, " AND ")} ORDER BY e.id DESC LIMIT ${input.limit + 1}`;
}

function conditionsOf({ person, action, object, outcome, id, from, to, after }: ReadLog): Prisma.Sql[] {
  return [
    person &&
      Prisma.sql`e.person_id IN (SELECT p.id FROM access.person p WHERE p.email = lower(${person}) OR p.id::text = lower(${person}))`,
    action?.length && Prisma.sql`e.action = ANY (${action})`,
    object && Prisma.sql`e.object = ANY (${objectsNamed(object)})`,
    outcome && Prisma.sql`e.outcome = ${outcome}`,
    id?.length && Prisma.sql`e.id = ANY (${id.map(BigInt)})`,
    from && Prisma.sql`e.at >= (${from.includes("T") ? from : `${from}T00:00:00Z`})::timestamptz`,
    to &&
      (to.includes("T")
        ? Prisma.sql`e.at <= ${to}::timestamptz`
        : Prisma.sql`e.at < (${`${to}T00:00:00Z`})::timestamptz + interval '1 day'`),
    after && Prisma.sql`e.id < ${BigInt(after)}`,
  ].filter((condition) => condition instanceof Prisma.Sql);
}

const kinds = ["conversation", "set", "hold", "production", "person", "code", "order", "volume"];

function objectsNamed(object: string): string[] {
  return object.includes(":") ? [object] : kinds.map((kind) => `${kind}:${object}`);
}

type Exports = Permit<"audit:export">;

/** The tree of the matter as it stands, the keys of its log and of its witnesses, and how many entries it does not hold yet. */
export async function findTree(tx: Tx, { actor }: Exports): Promise<Omit<LogHead, "exportedAt"> & { readonly keys: readonly string[] }> {
  const [row] = await tx.$queryRaw<
    { slug: string; caption: string; origin: string | null; size: bigint; pending: bigint; keys: string[] }[]
  >`
    SELECT m.slug, m.caption, t.origin, coalesce(t.size, 0) AS size,
      (SELECT count(*) FROM audit.entry e WHERE e.matter_id = m.id AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)) AS pending,
      ARRAY(SELECT k.vkey FROM audit.log_key k WHERE k.log_id = m.id ORDER BY k.since)
        || ARRAY(SELECT DISTINCT r.vkey FROM audit.recipient r WHERE r.matter_id = m.id AND r.kind = 'witness' ORDER BY r.vkey) AS keys
    FROM access.matter m LEFT JOIN audit.tree t ON t.log_id = m.id WHERE m.id = ${actor.matter}::uuid`;
  if (!row?.origin) throw new DomainError("unavailable", "No entry of this matter is in its tree yet: the sequencer has not run.");
  const { slug, caption, origin, size, pending, keys } = row;
  return { origin, log: actor.matter, matter: { id: actor.matter, slug, caption }, size: Number(size), pending: Number(pending), keys };
}

/** Entries in the order of the tree, from one place up to another, each with every column as its text. */
export async function listLeaves(tx: Tx, { actor }: Exports, from: number, to: number, limit: number): Promise<LogRow[]> {
  const rows = await tx.$queryRaw<(Omit<LogRow, "index"> & { readonly index: bigint })[]>(leavesOf(actor.matter, from, to, limit));
  return rows.map((row) => ({ ...row, index: Number(row.index) }));
}

/** The checkpoints that a witness signed, and the last one, within `size` and above another, each with its cosignatures under it. */
export async function listCheckpointNotes(tx: Tx, { actor }: Exports, above: number, size: number, limit: number) {
  const rows = await tx.$queryRaw<{ size: bigint; note: string }[]>(checkpointsOf(actor.matter, above, size, limit));
  return rows.map((row) => ({ size: Number(row.size), note: row.note }));
}
