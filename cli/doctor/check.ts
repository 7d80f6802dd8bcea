import type pg from "pg";

/** What one check found. `says` is what is; `todo` what to do about it, where something is wrong. */
export type Finding = { readonly name: string; readonly state: "ok" | "warning" | "failed"; readonly says: string; readonly todo?: string };
export type Check = (client: pg.Client) => Promise<Finding>;

export const fine = (name: string, says: string): Finding => ({ name, state: "ok", says });
export const wrong = (name: string, says: string, todo: string): Finding => ({ name, state: "failed", says, todo });
export const doubtful = (name: string, says: string, todo: string): Finding => ({ name, state: "warning", says, todo });

/** `wrong` with what was found listed, or `fine` where nothing was. */
export function noneOf(name: string, found: readonly string[], { good, bad, todo }: { good: string; bad: string; todo: string }): Finding {
  if (found.length === 0) return fine(name, good);
  const shown = found.slice(0, 5).join(", ");
  return wrong(name, `${bad}: ${shown}${found.length > 5 ? ` and ${found.length - 5} more` : ""}.`, todo);
}

/** The values of the first column. */
export async function column(client: pg.Client, sql: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await client.query({ text: sql, values, rowMode: "array" });
  return (rows as unknown[][]).map(([value]) => String(value));
}

export const restoreRights =
  "Somebody changed the database by hand. Restore it from a backup, or undo the change with the migration that made it, and tell the monitor: the log shows what was read meanwhile.";
