import { createHash, randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { Actor } from "@/domain/access/permit";
import { settingsOf } from "@/domain/orders/schema";
import { db } from "@/lib/db";

/** argon2id at OWASP's first recommended setting (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Compared against when there is no such person, so that a wrong address takes as long as a wrong password. */
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$3ctntfe78kWHhW7t1wZfAg$v5U1fsvRIjZwkJ0qNqEnQmPt45Wv4qqK4r1IMxYZKgQ";

export function hashPassword(password: string): Promise<string> {
  return hash(password, argon2id);
}

export function hashSecret(secret: string): Buffer {
  return createHash("sha256").update(secret, "utf8").digest();
}

/** Six wrong passwords within a quarter of an hour begin to slow the next answer; nothing ever locks, so nobody can lock a colleague out. */
export function delayAfter(failures: number): number {
  return failures < 6 ? 0 : Math.min(8_000, 250 * 2 ** (failures - 6));
}

/**
 * Checks a password and opens a session. Returns the session's secret, or null for every failure alike: no such person, wrong
 * password, suspended, no longer on any matter. The outcome is in the log.
 */
export async function signIn(email: string, password: string): Promise<string | null> {
  const [row] = await db().$queryRaw<[{ password_hash: string | null; failures: number }]>`SELECT * FROM api.find_credential(${email})`;
  await new Promise((resolve) => setTimeout(resolve, delayAfter(row.failures)));
  const matches = await verify(row.password_hash ?? nobody, password);
  if (!matches || !row.password_hash) {
    await db().$queryRaw`SELECT api.refuse_sign_in(${email})::text`;
    return null;
  }
  return openSession(email, "browser", "", null);
}

/**
 * Opens a session for a person whose identity was established elsewhere: by password above, or by rights on the host.
 * Returns its secret; the database keeps only the hash. Null when the person has no access. `matter` is an id; without one it is the
 * matter they were first admitted to.
 */
export async function openSession(
  email: string,
  kind: Actor["kind"],
  label: string,
  expiresAt: Date | null,
  matter: string | null = null,
): Promise<string | null> {
  const secret = (kind === "token" ? "rr_" : "") + randomBytes(32).toString("base64url");
  const [row] = await db().$queryRaw<
    [{ id: string | null }]
  >`SELECT api.open_session(${email}, ${hashSecret(secret)}, ${kind}, ${label}, ${expiresAt}::timestamptz, ${matter}::uuid) AS id`;
  return row.id ? secret : null;
}

/** Ends a session: the same secret opens nothing from now on. */
export async function signOut(secret: string): Promise<void> {
  await db().$queryRaw`SELECT api.close_session(${secret})::text`;
}

/** Who a secret speaks for, or null. `touch` counts as activity of the person; polls of a page do not. */
export async function findActor(secret: string, touch = true): Promise<Actor | null> {
  if (!secret) return null;
  const [row] = await db().$queryRaw<[{ actor: Omit<Actor, "secret"> | null }]>`SELECT api.begin(${secret}, ${touch}) AS actor`;
  if (!row.actor) return null;
  const order = { ...row.actor.order, settings: settingsOf(row.actor.order.settings) };
  return { ...row.actor, order, secret, polls: !touch };
}
