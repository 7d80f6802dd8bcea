// The keys of the demonstration's sides. Members of a real matter make theirs in their browsers; nobody sits at these, so they are made
// here, by the very functions that a browser uses, and locked with each account's password. Here, and only here, the host has seen them.
import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Side } from "@/domain/access/permissions";
import { newLock, newSideKey } from "@/domain/sealing/keyring";
import { fromBase64, sha256, toBase64, toHex } from "@/lib/bytes";
import { newSecret } from "@/lib/keys";
import { noteAtHost } from "@/prisma/founding";
import type { Account } from "./accounts";

const sides = ["plaintiff", "defense", "court"] as const satisfies readonly Side[];

/** Whether every side that seals has a key. */
export async function areSealed(client: pg.Client, matter: string): Promise<boolean> {
  const { rows } = await client.query("SELECT count(DISTINCT side)::int AS n FROM access.side_key WHERE matter_id = $1", [matter]);
  return rows[0].n === sides.length;
}

/**
 * Gives each side a key, and each of its members a key of their own under their account's password. Whoever had one gets another: what was
 * locked with a password that is lost opens for nobody. Within the caller's transaction as rr_owner.
 */
export async function sealSides(client: pg.Client, matter: string, accounts: readonly Account[]): Promise<void> {
  const { rows } = await client.query<{ id: string; email: string }>("SELECT id, email FROM access.person WHERE email = ANY ($1)", [
    accounts.map(({ email }) => email),
  ]);
  const { rows: last } = await client.query<{ side: Side; epoch: number }>(
    "SELECT side, max(epoch)::int AS epoch FROM access.side_key WHERE matter_id = $1 GROUP BY side",
    [matter],
  );
  const people = new Map(rows.map(({ email, id }) => [email, id]));
  // The locks take nearly all of the time, and take it side by side.
  const made = await Promise.all(
    sides.map((side) => makeKeys(matter, side, 1 + (last.find((one) => one.side === side)?.epoch ?? 0), accounts, people)),
  );
  for (const keys of made) await keepKeys(client, matter, keys);
}

type Made = Awaited<ReturnType<typeof makeKeys>>;

async function makeKeys(matter: string, side: Side, epoch: number, accounts: readonly Account[], people: ReadonlyMap<string, string>) {
  const place = { matter, side };
  const own = accounts.filter((account) => account.side === side);
  const members = await Promise.all(
    own.map(async ({ email, password }) => {
      const person = people.get(email) ?? "";
      const secret = await newSecret();
      const lock = await newLock(place, person, secret, { passphrase: password }, "Passphrase");
      return { person, id: randomUUID(), publicKey: toBase64(secret.publicKey), lock };
    }),
  );
  return { side, members, key: await newSideKey(place, null, epoch, members) };
}

async function keepKeys(client: pg.Client, matter: string, { side, members, key }: Made) {
  for (const { person, id, publicKey, lock } of members) {
    const own = [matter, person];
    await client.query(
      "UPDATE access.member_key SET replaced_at = clock_timestamp() WHERE matter_id = $1 AND person_id = $2 AND replaced_at IS NULL",
      own,
    );
    await client.query(
      "INSERT INTO access.member_key (id, matter_id, side, person_id, public_key) VALUES ($3, $1, $4, $2, decode($5, 'base64'))",
      [...own, id, side, publicKey],
    );
    await client.query("SELECT access.insert_lock(k, $2::jsonb) FROM access.member_key k WHERE id = $1", [id, JSON.stringify(lock)]);
    const detail = { publicKeySha256: await hashOf(publicKey), lock: lock.kind };
    await noteAtHost(client, matter, "sealing:join", { side, object: `person:${person}`, detail });
  }
  await client.query(
    `INSERT INTO access.side_key (matter_id, side, epoch, public_key, sign_key)
     VALUES ($1, $2, $3, decode($4, 'base64'), decode($5, 'base64'))`,
    [matter, side, key.epoch, key.publicKey, key.signKey],
  );
  for (const { member, box, signature } of key.grants)
    await client.query(
      `INSERT INTO access.side_grant (matter_id, side, epoch, key_id, person_id, box, signature)
       SELECT matter_id, side, $2, id, person_id, decode($3, 'base64'), decode($4, 'base64') FROM access.member_key WHERE id = $1`,
      [member, key.epoch, box, signature],
    );
  const hashes = { publicKeySha256: await hashOf(key.publicKey), signKeySha256: await hashOf(key.signKey) };
  const detail = { epoch: key.epoch, ...hashes, follows: null, members: key.grants.map(({ member }) => member) };
  await noteAtHost(client, matter, "sealing:key", { side, object: `side-key:${side}/${key.epoch}`, detail });
}

async function hashOf(base64: string): Promise<string> {
  return toHex(await sha256(fromBase64(base64)));
}
