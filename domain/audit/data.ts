import type { Role, Side } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/prisma/client/client";
import type { ExportedEntry, Outcome, OwnDetail, ReadLog } from "./schema";

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

// Microseconds, as they stand in the leaf.
const at = Prisma.sql`to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`;

/** Entries of the matter, newest first, one more than asked for: all of them for who may read the log, one's own for everybody else. */
export function listEntries(tx: Tx, { actor, action }: Permit<"audit:read"> | Permit<"audit:read-own">, input: ReadLog) {
  const everybody = action === "audit:read";
  const conditions = [Prisma.sql`e.matter_id = ${actor.matter}::uuid`, ...conditionsOf(input)];
  if (!everybody) conditions.push(Prisma.sql`e.person_id = ${actor.person}::uuid`);
  const own = everybody
    ? Prisma.sql`NULL::jsonb`
    : Prisma.sql`(SELECT jsonb_build_object('epoch', d.epoch, 'box', translate(encode(d.box, 'base64'), E'\n', ''), 'commitment', encode(d.commitment, 'hex'))
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

/** The last entry of the matter that is committed now. */
export async function lastEntry(tx: Tx, { actor }: Permit<"audit:export">): Promise<bigint> {
  const [row] = await tx.$queryRaw<
    [{ last: bigint | null }]
  >`SELECT max(id) AS last FROM audit.entry WHERE matter_id = ${actor.matter}::uuid`;
  return row.last ?? 0n;
}

/** The next entries of the matter in order of number, whole, above `after` and up to `last`. */
export function listWholeEntries(tx: Tx, { actor }: Permit<"audit:export">, after: bigint, last: bigint, limit: number) {
  return tx.$queryRaw<ExportedEntry[]>`
    SELECT e.id::text, e.xid::text, ${at}, e.matter_id::text AS matter, e.person_id::text AS person, e.email, e.side::text, e.role::text, e.session_id::text AS session,
      e.action, e.object, e.outcome, e.reason, e.detail, encode(e.commitment, 'hex') AS commitment, e.request_id::text AS request,
      translate(encode(e.leaf, 'base64'), E'\n', '') AS leaf
    FROM audit.entry e WHERE e.matter_id = ${actor.matter}::uuid AND e.id > ${after} AND e.id <= ${last} ORDER BY e.id LIMIT ${limit}`;
}
