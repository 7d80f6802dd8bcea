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

/**
 * Where somebody signs in: the mark of their browser (a long random cookie, of which the database keeps the hash), what it says it is, and
 * the address it comes from, where something trusted says that.
 */
export type Place = { readonly mark: string; readonly agent: string; readonly address: string | null };

/**
 * Checks a password and opens a session. Returns the session's secret, or null for every failure alike: no such person, wrong
 * password, suspended, no longer on any matter, too many guesses. Guesses queue in the database, and each computes one hash, whatever it
 * is compared with. The outcome is in the log.
 */
export async function signIn(email: string, password: string, place?: Place): Promise<string | null> {
  const mark = place ? hashSecret(place.mark) : null;
  const [guess] = await db().$queryRaw<
    [{ password_hash: string | null; wait_ms: number }]
  >`SELECT * FROM api.take_guess(${email}, ${mark}, ${place?.address ?? null})`;
  await new Promise((resolve) => setTimeout(resolve, guess.wait_ms));
  const matches = await verify(guess.password_hash ?? nobody, password);
  if (!matches || !guess.password_hash) {
    await refuseSignIn(email);
    return null;
  }
  return openSession(email, place);
}

/** Puts a refused sign-in on record. An address that nobody has is not written down: people type passwords into that field. */
export async function refuseSignIn(email: string): Promise<void> {
  await db().$queryRaw`SELECT api.refuse_sign_in(${email})::text`;
}

/** What a session keeps of the place it was opened at. */
export function placeOf({ mark, agent, address }: Place) {
  return { device: hashSecret(mark).toString("hex"), agent, ...(address && { address }) };
}

/**
 * Opens a browser's session for a person whose password was compared. Returns its secret; the database keeps only the hash. Null when the
 * person has no access. Until a second factor is given it opens nothing, where the order asks for one.
 */
export async function openSession(email: string, place?: Place): Promise<string | null> {
  const secret = randomBytes(32).toString("base64url");
  const more = JSON.stringify(place ? placeOf(place) : {});
  const [row] = await db().$queryRaw<
    [{ id: string | null }]
  >`SELECT api.open_session(${email}, ${hashSecret(secret)}, 'browser', '', NULL, NULL, ${more}::jsonb) AS id`;
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
