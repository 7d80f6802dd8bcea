import type pg from "pg";
import type { Role, Side } from "@/domain/access/permissions";
import { hashPassword } from "@/domain/people/session";
import { asOwner } from "@/prisma/connect";
import { noteAtHost } from "@/prisma/founding";

export type NewPerson = {
  readonly email: string;
  readonly name: string;
  readonly side: Side;
  readonly role: Role;
  readonly tier: number;
  readonly password: string | null;
};

export type NewOrder = {
  readonly title: string;
  readonly body: string;
  readonly inForceFrom: string;
  readonly settings: Record<string, unknown>;
};

/** The people of a matter with both sides, the court and the host: one of each. */
export const cast: readonly Omit<NewPerson, "password">[] = [
  { email: "expert@plaintiff.example", name: "Edith Marlow", side: "plaintiff", role: "expert", tier: 2 },
  { email: "counsel@plaintiff.example", name: "Paul Okafor", side: "plaintiff", role: "counsel", tier: 2 },
  { email: "expert@defense.example", name: "Dana Whitcombe", side: "defense", role: "expert", tier: 2 },
  { email: "counsel@defense.example", name: "Daniel Reyes", side: "defense", role: "counsel", tier: 2 },
  { email: "monitor@court.example", name: "Margaret Lindqvist", side: "court", role: "monitor", tier: 0 },
  { email: "custodian@host.example", name: "Chidi Banerjee", side: "host", role: "custodian", tier: 0 },
  { email: "operator@host.example", name: "Olga Petrenko", side: "host", role: "operator", tier: 0 },
];

/** Makes a matter with its order and its people. `client` is signed in with the right to become rr_owner. Returns the matter's id. */
export async function makeMatter(
  client: pg.Client,
  matter: { slug: string; caption: string; order: NewOrder; people: readonly NewPerson[] },
): Promise<string> {
  return asOwner(client, async () => {
    const { rows } = await client.query("INSERT INTO access.matter (slug, caption) VALUES ($1, $2) RETURNING id", [
      matter.slug,
      matter.caption,
    ]);
    const id = rows[0].id as string;
    await client.query(
      "INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from) VALUES ($1, 1, $2, $3, $4, $5)",
      [id, matter.order.title, matter.order.body, JSON.stringify(matter.order.settings), matter.order.inForceFrom],
    );
    const { slug, caption, order } = matter;
    const { rows: hashes } = await client.query("SELECT encode(sha256, 'hex') AS hash FROM access.protective_order WHERE matter_id = $1", [
      id,
    ]);
    const { title, inForceFrom, settings } = order;
    const detail = { ...demonstration, slug, caption, title, version: 1, hash: hashes[0].hash, inForceFrom, settings };
    await noteAtHost(client, id, "matter:add", { detail });
    for (const person of matter.people) await addPerson(client, id, person);
    return id;
  });
}

/** Adds a person to a matter, inside the caller's transaction as rr_owner. */
export async function addPerson(client: pg.Client, matter: string, { email, name, side, role, tier, password }: NewPerson) {
  const { rows } = await client.query("INSERT INTO access.person (email, name, password_hash) VALUES ($1, $2, $3) RETURNING id", [
    email,
    name,
    password && (await hashPassword(password)),
  ]);
  await client.query("INSERT INTO access.membership (person_id, matter_id, side, role, tier) VALUES ($1, $2, $3, $4, $5)", [
    rows[0].id,
    matter,
    side,
    role,
    tier,
  ]);
  await noteAtHost(client, matter, "people:add", {
    object: `person:${rows[0].id}`,
    detail: { ...demonstration, email, name, side, role, tier },
  });
}

/** How entries say that nobody did this but the program that makes demonstrations. */
export const demonstration = { kind: "demonstration" } as const;
