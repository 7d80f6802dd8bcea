// The demonstration's accounts: their passwords and tokens are made here and kept in one file of the data folder.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import type pg from "pg";
import * as z from "zod";
import { roles, sides } from "@/domain/access/permissions";
import { readablePassword } from "@/domain/people/password";
import { hashPassword, hashSecret } from "@/domain/people/session";
import { table } from "@/lib/table";
import { asOwner } from "@/prisma/connect";
import { noteAtHost } from "@/prisma/founding";
import { cast, demonstration } from "./matter";

const Accounts = z.object({
  accounts: z.array(z.object({ email: z.string(), password: z.string(), role: z.enum(roles), side: z.enum(sides), token: z.string() })),
});
export type Account = z.infer<typeof Accounts>["accounts"][number];

/** The accounts of the file, or null when there is none that belongs to this database. */
export async function findAccounts(client: pg.Client, file: string): Promise<readonly Account[] | null> {
  const accounts = readAccounts(file);
  if (!accounts) return null;
  const { rows } = await client.query("SELECT count(*)::int AS known FROM access.session WHERE kind = 'token' AND secret_hash = ANY ($1)", [
    accounts.map(({ token }) => hashSecret(token)),
  ]);
  return rows[0].known === accounts.length ? accounts : null;
}

function readAccounts(file: string) {
  if (!existsSync(file)) return null;
  try {
    return Accounts.parse(JSON.parse(readFileSync(file, "utf8"))).accounts;
  } catch {
    return null; // cut short by a full disk, or edited: new ones are made
  }
}

/**
 * Gives everybody of the cast a new password and a new token and ends what they had; `within` does what else rests on the passwords, in the
 * same transaction. The file is written under another name first
 * and takes its own when the database has committed: a file under its own name always speaks the truth.
 */
export async function makeAccounts(
  client: pg.Client,
  matter: string,
  file: string,
  expires: Date,
  within: (accounts: readonly Account[]) => Promise<void>,
): Promise<readonly Account[]> {
  const accounts = cast.map(({ email, role, side }) => ({
    email,
    password: readablePassword(),
    role,
    side,
    token: `rr_${randomBytes(32).toString("base64url")}`,
  }));
  await writeFile(`${file}.new`, `${JSON.stringify({ accounts }, null, 2)}\n`, { mode: 0o600 });
  const hashes = await Promise.all(accounts.map(({ password }) => hashPassword(password)));
  await asOwner(client, async () => {
    await client.query(
      `UPDATE access.session SET revoked_at = clock_timestamp() WHERE revoked_at IS NULL AND membership_id IN
         (SELECT m.id FROM access.membership m JOIN access.person p ON p.id = m.person_id WHERE p.email = ANY ($1))`,
      [accounts.map(({ email }) => email)],
    );
    for (const [i, { email, token }] of accounts.entries()) {
      await client.query("UPDATE access.person SET password_hash = $2 WHERE email = $1", [email, hashes[i]]);
      const detail = { ...demonstration, token: "demonstration", expires: expires.toISOString() };
      await noteAtHost(client, matter, "token:make", { object: `person:${email}`, detail });
      await client.query("SELECT api.open_session($1, $2, 'token', 'demonstration', $3)", [email, hashSecret(token), expires]);
    }
    await within(accounts);
  });
  await rename(`${file}.new`, file);
  return accounts;
}

/** The accounts as people read them. */
export function accountTable(accounts: readonly Account[]): string {
  const rows = accounts.map(({ email, role, side, password }) => [email, role, side, password]);
  return table([["email", "role", "side", "password"], ...rows]).join("\n");
}
