import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { ActivityOfDay } from "./schema";

/** Entries of the actor's matter from one moment to another, counted by day and side. Reads the index by time, and those rows only. */
export function countActivity(tx: Tx, permit: Permit<"audit:read">, from: Date, until: Date): Promise<ActivityOfDay[]> {
  return tx.$queryRaw<ActivityOfDay[]>`
    SELECT to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, e.side::text AS side, count(*)::int AS entries,
      count(*) FILTER (WHERE e.action = 'conversation:view' AND e.outcome = 'done')::int AS opened,
      count(*) FILTER (WHERE e.action = 'conversation:search' AND e.outcome = 'done')::int AS searched,
      coalesce(sum(jsonb_array_length(e.detail->'shown')) FILTER (
        WHERE e.action = 'conversation:search' AND e.outcome = 'done' AND jsonb_typeof(e.detail->'shown') = 'array'), 0)::int AS shown,
      count(*) FILTER (WHERE e.action = 'production:download' AND e.outcome = 'done')::int AS downloaded,
      count(*) FILTER (WHERE e.outcome = 'refused')::int AS refused
    FROM audit.entry e
    WHERE e.matter_id = ${permit.actor.matter}::uuid AND e.at >= ${from} AND e.at < ${until}
    GROUP BY 1, 2 ORDER BY 1, 2`;
}
