import { Prisma } from "@/prisma/client/client";

// What an export reads of a tree, whichever: a matter's in the name of a person, that of no matter with the rights of the host.

/** A moment in microseconds, as it stands in the leaf. */
export const at = Prisma.sql`to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at`;

/** Entries in the order of a tree, from one place up to another, each with every column as its text. */
export function leavesOf(log: string, from: number, to: number, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT l.index, e.id::text, ${at}, e.matter_id::text AS matter, e.person_id::text AS person, e.email, e.side::text, e.role::text,
      e.session_id::text AS session, e.action, e.object, e.outcome, e.reason, e.detail::text, encode(e.commitment, 'hex') AS commitment,
      e.request_id::text AS request, translate(encode(e.leaf, 'base64'), E'\n', '') AS leaf
    FROM audit.leaf l JOIN audit.entry e ON e.id = l.entry_id
    WHERE l.log_id = ${log}::uuid AND l.index >= ${from}::bigint AND l.index < ${to}::bigint ORDER BY l.index LIMIT ${limit}`;
}

/** The checkpoints that a witness signed, and the last one, within `size` and above another, each with its cosignatures under it. */
export function checkpointsOf(log: string, above: number, size: number, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT c.size, c.note || coalesce((SELECT string_agg(s.line, '' ORDER BY s.witness) FROM audit.cosignature s WHERE (s.log_id, s.size) = (c.log_id, c.size)), '') AS note
    FROM audit.checkpoint c WHERE c.log_id = ${log}::uuid AND c.size > ${above}::bigint AND c.size <= ${size}::bigint
      AND (EXISTS (SELECT FROM audit.cosignature s WHERE (s.log_id, s.size) = (c.log_id, c.size))
        OR c.size = (SELECT max(x.size) FROM audit.checkpoint x WHERE x.log_id = c.log_id AND x.size <= ${size}::bigint))
    ORDER BY c.size LIMIT ${limit}`;
}
