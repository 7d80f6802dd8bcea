import type { Role, Side } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { Admission } from "./admission";
import type { AddPerson, ReleaseBudget } from "./schema";

export type SignatureRow = {
  readonly id: string;
  readonly version: number;
  readonly signed_name: string;
  readonly signed_at: Date;
  readonly binds: boolean;
};

/** The order that is in force for the actor, their signature that binds under it, if any, and the last one under another version. */
export async function findUndertaking(tx: Tx, { actor }: Permit<"undertaking:sign">) {
  const order = actor.order.id ? await tx.protectiveOrder.findUnique({ where: { id: actor.order.id } }) : null;
  if (!order) return null;
  const signatures = await tx.$queryRaw<SignatureRow[]>`SELECT id::text, version, signed_name, signed_at, binds FROM api.my_signatures()`;
  const signature = signatures.find(({ binds }) => binds) ?? null;
  const last = signatures.find(({ version }) => version < order.version);
  const before = last && signature?.version !== order.version ? last : null;
  const signed =
    before && (await tx.protectiveOrder.findUnique({ where: { matterId_version: { matterId: actor.matter, version: before.version } } }));
  return { order, signature, earlier: before && signed && { ...before, order: signed } };
}

/** Puts the actor's name under the order. Null where they had signed already. */
export async function insertSignature(tx: Tx, { actor }: Permit<"undertaking:sign">, name: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`INSERT INTO access.undertaking (person_id, order_id, order_sha256, signed_name)
    VALUES (${actor.person}::uuid, ${actor.order.id}::uuid, decode(${actor.order.sha256}, 'hex'), ${name})
    ON CONFLICT (person_id, order_id) DO NOTHING RETURNING id`;
  return row?.id ?? null;
}

export type RosterRow = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly side: Side;
  readonly role: Role;
  readonly tier: number;
  readonly granted_at: Date;
  readonly ended_at: Date | null;
  readonly cleared_at: Date | null;
  readonly signed_at: Date | null;
  readonly suspended_at: Date | null;
  readonly first_seen_at: Date | null;
  readonly last_seen_at: Date | null;
  readonly first_access: readonly { readonly tier: number; readonly at: string }[];
};

export function listRoster(tx: Tx, _permit: Permit<"people:read">) {
  return tx.$queryRaw<
    RosterRow[]
  >`SELECT id, email, name, side::text, role::text, tier::int, granted_at, ended_at, cleared_at, signed_at, suspended_at, first_seen_at, last_seen_at, first_access
    FROM api.roster()`;
}

/** Gives somebody access to the actor's matter. `passwordHash` is kept for who is new alone. */
export async function admit(
  tx: Tx,
  _permit: Permit<"people:add">,
  { email, name, side, role, tier }: AddPerson,
  passwordHash: string,
): Promise<Admission> {
  const [row] = await tx.$queryRaw<
    [{ admission: Admission }]
  >`SELECT api.add_person(${email}, ${name}, ${side}, ${role}, ${tier}::int, ${passwordHash}) AS admission`;
  return row.admission;
}

/** Lets a person of the matter be shown more. Until when; null where there is no such person. */
export async function releaseMore(
  tx: Tx,
  _permit: Permit<"budget:release">,
  { id, views, characters, hours, reason }: ReleaseBudget,
): Promise<Date | null> {
  const [row] = await tx.$queryRaw<
    [{ until: Date | null }]
  >`SELECT api.release_budget(${id}::uuid, ${views}::int, ${characters}::bigint, ${hours}::int, ${reason}) AS until`;
  return row.until;
}

/** Suspends and ends every session in one step of the database. */
export async function suspend(
  tx: Tx,
  _permit: Permit<"people:manage">,
  person: string,
): Promise<"done" | "self" | "suspended" | "not_found"> {
  const [row] = await tx.$queryRaw<
    [{ outcome: "done" | "self" | "suspended" | "not_found" }]
  >`SELECT api.suspend_person(${person}::uuid) AS outcome`;
  return row.outcome;
}

/** Ends every session and token of a person of the matter; null where there is nobody. */
export async function endSessionsOf(tx: Tx, _permit: Permit<"people:end-sessions">, person: string): Promise<number | null> {
  const [row] = await tx.$queryRaw<[{ ended: number | null }]>`SELECT api.end_sessions_of(${person}::uuid) AS ended`;
  return row.ended;
}

type Outcome = "done" | "self" | "not_found";

/** Ends a membership with its sessions; those of other matters stay. */
export async function endMembership(tx: Tx, _permit: Permit<"people:remove">, person: string): Promise<Outcome> {
  const [row] = await tx.$queryRaw<[{ outcome: Outcome }]>`SELECT api.end_membership(${person}::uuid) AS outcome`;
  return row.outcome;
}

/** Takes every factor of a person away and ends their sessions; `passwordHash` replaces their password where it is given. */
export async function resetFactors(tx: Tx, _permit: Permit<"people:reset">, person: string, passwordHash: string | null): Promise<Outcome> {
  const [row] = await tx.$queryRaw<[{ outcome: Outcome }]>`SELECT api.reset_factors(${person}::uuid, ${passwordHash}) AS outcome`;
  return row.outcome;
}
