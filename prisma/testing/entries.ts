import type pg from "pg";
import { LogEvent } from "@/domain/audit/events";

/**
 * What stands in a log and is not as docs/log-events.md has it, each kind of it once. Whatever wrote it: the application, a function of the
 * database, a command, the seed.
 */
export async function undescribed(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ action: string; outcome: string; object: string | null; detail: unknown }>(
    "SELECT DISTINCT ON (action, outcome, keys) action, outcome, object, detail FROM (SELECT e.*, (SELECT string_agg(k || jsonb_typeof(v), ',' ORDER BY k) FROM jsonb_each(e.detail) x(k, v)) AS keys FROM audit.entry e) e",
  );
  return rows.flatMap((row) => {
    const checked = LogEvent.safeParse(row);
    if (checked.success) return [];
    return [
      `${row.action} (${row.outcome}): ${checked.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; ")}`,
    ];
  });
}
