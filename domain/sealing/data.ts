import type { Role } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { AddLock, GrantSideKey, JoinSealing, MakeSideKey } from "./schema";

type KeyRow = {
  readonly epoch: number;
  readonly public_key: Uint8Array;
  readonly sign_key: Uint8Array;
  readonly signature: Uint8Array | null;
  readonly previous: Uint8Array | null;
  readonly at: Date;
  readonly by: string | null;
  readonly stale: boolean;
};

export function listSideKeys(tx: Tx, _permit: Permit<"sealing:read" | "sealing:key" | "sealing:grant">) {
  return tx.$queryRaw<KeyRow[]>`SELECT * FROM api.side_keys()`;
}

type MemberRow = {
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly key_id: string | null;
  readonly public_key: Uint8Array | null;
  readonly made_at: Date | null;
  readonly epoch: number | null;
  readonly signature: Uint8Array | null;
  readonly granted_at: Date | null;
  readonly granted_by: string | null;
};

export function listMembers(tx: Tx, _permit: Permit<"sealing:read" | "sealing:grant">) {
  return tx.$queryRaw<
    MemberRow[]
  >`SELECT person::text, name, role::text, active, key_id::text, public_key, made_at, epoch, signature, granted_at, granted_by
    FROM api.sealing_members()`;
}

/** The locks of the actor's own present key. Row-level security shows nobody else's. */
export function listOwnLocks(tx: Tx, { actor }: Permit<"sealing:read">) {
  return tx.$queryRaw<
    {
      readonly id: string;
      readonly kind: "passphrase" | "passkey";
      readonly label: string;
      readonly salt: Uint8Array;
      readonly iterations: number | null;
      readonly credential: string | null;
      readonly box: Uint8Array;
      readonly made_at: Date;
    }[]
  >`SELECT l.id::text, l.kind, l.label, l.salt, l.iterations, l.credential, l.box, l.made_at FROM access.member_lock l
    JOIN access.member_key k ON k.id = l.key_id AND k.replaced_at IS NULL AND k.side = ${actor.side}::access.side
    WHERE l.removed_at IS NULL ORDER BY l.made_at`;
}

/** What was granted to the actor's own present key. Row-level security shows nobody else's. */
export function listOwnGrants(tx: Tx, _permit: Permit<"sealing:read">) {
  return tx.$queryRaw<{ readonly epoch: number; readonly box: Uint8Array; readonly key_id: string }[]>`SELECT g.epoch, g.box, g.key_id::text
    FROM access.side_grant g JOIN access.member_key k ON k.id = g.key_id AND k.replaced_at IS NULL ORDER BY g.epoch`;
}

export async function insertOwnKey(tx: Tx, _permit: Permit<"sealing:join">, { publicKey, lock }: JoinSealing): Promise<string> {
  const [row] = await tx.$queryRaw<
    [{ id: string }]
  >`SELECT api.make_member_key(decode(${publicKey}, 'base64'), ${JSON.stringify(lock)}::jsonb)::text AS id`;
  return row.id;
}

export async function insertLock(tx: Tx, _permit: Permit<"sealing:join">, { key, lock }: AddLock): Promise<string | null> {
  const [row] = await tx.$queryRaw<[{ id: string | null }]>`SELECT api.add_lock(${key}::uuid, ${JSON.stringify(lock)}::jsonb)::text AS id`;
  return row.id;
}

export async function dropLock(tx: Tx, _permit: Permit<"sealing:join">, id: string): Promise<"done" | "not_found" | "last"> {
  const [row] = await tx.$queryRaw<[{ outcome: "done" | "not_found" | "last" }]>`SELECT api.remove_lock(${id}::uuid) AS outcome`;
  return row.outcome;
}

export type Made = "done" | "epoch" | "not_granted" | "unsigned" | "not_found" | "not_self";

export async function insertSideKey(
  tx: Tx,
  _permit: Permit<"sealing:key">,
  { epoch, publicKey, signKey, signature, previous, grants }: MakeSideKey,
): Promise<Made> {
  const [row] = await tx.$queryRaw<[{ outcome: Made }]>`SELECT api.make_side_key(${epoch}::int, decode(${publicKey}, 'base64'),
    decode(${signKey}, 'base64'), decode(${signature ?? null}, 'base64'), decode(${previous ?? null}, 'base64'), ${JSON.stringify(grants)}::jsonb) AS outcome`;
  return row.outcome;
}

export type Granted = "done" | "epoch" | "not_found" | "not_granted" | "granted";

export async function insertGrant(
  tx: Tx,
  _permit: Permit<"sealing:grant">,
  { epoch, member, box, signature }: GrantSideKey,
): Promise<Granted> {
  const [row] = await tx.$queryRaw<[{ outcome: Granted }]>`SELECT api.grant_side_key(${epoch}::int, ${member}::uuid,
    decode(${box}, 'base64'), decode(${signature}, 'base64')) AS outcome`;
  return row.outcome;
}
