// A session that the host opens: of a command, or a token. With the rights of the database's owner, since such a session is confirmed by its
// kind; the web process may open browsers' sessions alone, and those only up to the second factor.
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { hashSecret } from "@/domain/people/session";

export type HostSession = {
  readonly email: string;
  readonly kind: "command" | "token";
  readonly label: string;
  readonly expiresAt: Date | null;
  /** Its id; without one it is the matter that the person was first admitted to. */
  readonly matter?: string;
  readonly more?: Readonly<Record<string, unknown>>;
};

/** Returns the session's secret, or null where the person has no access. `client` is signed in with the right to become rr_owner. */
export async function openHostSession(
  client: pg.Client,
  { email, kind, label, expiresAt, matter, more = {} }: HostSession,
): Promise<string | null> {
  const secret = (kind === "token" ? "rr_" : "") + randomBytes(32).toString("base64url");
  const given = [email, hashSecret(secret), kind, label, expiresAt, matter ?? null, JSON.stringify(more)];
  const { rows } = await client.query("SELECT api.open_session($1, $2, $3, $4, $5, $6, $7) AS id", given);
  return rows[0].id ? secret : null;
}
