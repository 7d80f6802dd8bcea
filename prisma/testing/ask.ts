import type pg from "pg";
import type { Actor } from "@/domain/access/permit";
import { commit, type Secret, secretOf } from "@/lib/seal";

export type AskedInSql = Secret & { readonly ticket: string };

/** Puts a question on record over a bare connection, as a web process that is no longer its own might. By default: everything there is. */
export async function ask(
  app: pg.Client,
  { secret }: Actor,
  action: "conversation:ask" | "conversation:count",
  question: object | null = null,
  filters: object = {},
): Promise<AskedInSql> {
  const said = secretOf({ query: "", filters, question });
  const { rows } = await app.query(
    "SELECT api.open_question($1, $2, ROW($3::bytea, NULL, NULL, NULL, NULL)::audit.sealed, NULL) AS opened",
    [secret, action, Buffer.from(await commit(said))],
  );
  return { ...said, ticket: rows[0].opened.ticket };
}

/** Opens a page of what answers it; the door's answer. */
export async function lookUp(app: pg.Client, { secret }: Actor, { ticket, salt, body }: AskedInSql, limit: number | null = 10) {
  const { rows } = await app.query("SELECT api.open_search($1, $2, $3, $4, NULL, false, $5, NULL) AS opened", [
    ...[secret, ticket, Buffer.from(salt), body, limit],
  ]);
  return rows[0].opened;
}
