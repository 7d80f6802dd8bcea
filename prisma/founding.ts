// How a matter begins. Nobody inside could admit the first person, so this is done on the host, with the rights of the database's owner.
// Each step leaves an entry that names no person, because none signed in: it says that it was done at the terminal.
import type pg from "pg";
import * as z from "zod";
import type { Side } from "@/domain/access/permissions";
import { type SealingKey, sealDetail } from "@/domain/audit/seal-detail";
import { OrderSettings } from "@/domain/orders/schema";
import { type Admission, admitted } from "@/domain/people/admission";
import { readablePassword } from "@/domain/people/password";
import type { AddedPerson, AddPerson } from "@/domain/people/schema";
import { hashPassword } from "@/domain/people/session";
import { DomainError } from "@/lib/errors";
import { asOwner, connected } from "./connect";

/** A matter, its order as it is signed (in force from now, as version 1), the names of its tiers from the lowest, and how long sessions last. */
export const NewMatter = z.object({
  slug: z.string().regex(/^[a-z0-9-]{1,60}$/, "At most 60 small letters, digits and hyphens."),
  caption: z.string().trim().min(1, "Say what the matter is called.").max(300, "A caption has at most 300 characters."),
  title: z.string().trim().min(1).max(300, "A title has at most 300 characters.").optional(),
  tier: z.array(z.string().trim().min(1).max(100)).min(1).max(9, "An order has at most nine tiers."),
  idleMinutes: z.coerce.number("A number of minutes.").int().min(1).max(1_440),
  absoluteHours: z.coerce.number("A number of hours.").int().min(1).max(168),
});
export type NewMatter = z.infer<typeof NewMatter>;

export type FoundedMatter = { readonly id: string; readonly slug: string; readonly title: string; readonly hash: string };

/** Makes a matter under an order. `body` is the order's text, which everybody signs. Throws `conflict` where the name is taken. */
export function foundMatter(adminUrl: string, matter: NewMatter, body: string): Promise<FoundedMatter> {
  if (body.trim() === "" || body.includes("\0")) throw new DomainError("invalid", "The order has no text.");
  const title = matter.title ?? /^#\s+(.+?)\s*#*$/m.exec(body)?.[1]?.slice(0, 300) ?? "Protective Order";
  return atTerminal(adminUrl, async (client) => {
    const { rows } = await client.query("INSERT INTO access.matter (slug, caption) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id", [
      matter.slug,
      matter.caption,
    ]);
    const id: string | undefined = rows[0]?.id;
    if (!id) {
      const there = await client.query("SELECT id FROM access.matter WHERE slug = $1", [matter.slug]);
      await noteAtHost(client, there.rows[0].id, "matter:add", { refusal: "conflict", detail: terminal });
      return () => new DomainError("conflict", `There is a matter ${matter.slug} already.`);
    }
    const settings = OrderSettings.parse({ tiers: matter.tier, idleMinutes: matter.idleMinutes, absoluteHours: matter.absoluteHours });
    const order = await client.query(
      `INSERT INTO access.protective_order (matter_id, version, title, body, settings, in_force_from)
       VALUES ($1, 1, $2, $3, $4, clock_timestamp()) RETURNING encode(sha256, 'hex') AS hash,
         to_char(in_force_from AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "inForceFrom"`,
      [id, title, body, JSON.stringify(settings)],
    );
    const { hash, inForceFrom }: { hash: string; inForceFrom: string } = order.rows[0];
    const detail = { ...terminal, slug: matter.slug, caption: matter.caption, title, version: 1, hash, inForceFrom, settings };
    await noteAtHost(client, id, "matter:add", { detail });
    return { id, slug: matter.slug, title, hash };
  });
}

/**
 * Admits the custodian of a matter that has none who could: the first, or one more after all were suspended. Null where there is one, who
 * then admits people. `slug` may be left out while there is one matter.
 */
export async function admitFirstCustodian(adminUrl: string, slug: string | undefined, person: AddPerson): Promise<AddedPerson | null> {
  const password = readablePassword();
  const hash = await hashPassword(password);
  return atTerminal<AddedPerson | null>(adminUrl, async (client) => {
    const matter = await findMatter(client, slug);
    if (await hasCustodian(client, matter.id)) return null;
    const { email, name, side, role, tier } = person;
    const refuse = async (error: DomainError) => {
      const refusal = String(error.details?.rule ?? error.code);
      await noteAtHost(client, matter.id, "people:add", {
        object: `person:${email}`,
        refusal,
        detail: { ...terminal, email, side, role, tier },
      });
      return () => error;
    };
    if (role !== "custodian")
      return refuse(
        new DomainError(
          "conflict",
          `${matter.slug} has no custodian who could admit people. Add one first: --side host --role custodian.`,
          {
            rule: "no_custodian",
          },
        ),
      );
    const { rows } = await client.query("SELECT access.admit($1, $2, $3, $4, $5, $6, $7) AS admission", [
      ...[matter.id, email, name, side, role, tier, hash],
    ]);
    try {
      const added = admitted(rows[0].admission as Admission, person, password);
      const detail = { ...terminal, email, name: added.name, side, role, tier };
      await noteAtHost(client, matter.id, "people:add", { object: `person:${added.id}`, detail });
      return added;
    } catch (error) {
      if (error instanceof DomainError) return refuse(error);
      throw error;
    }
  });
}

// The matter's row is locked, so that two terminals cannot both admit a first custodian.
async function findMatter(client: pg.Client, slug: string | undefined): Promise<{ id: string; slug: string }> {
  const { rows } = await client.query<{ id: string; slug: string }>(
    "SELECT id, slug FROM access.matter WHERE $1::text IS NULL OR slug = $1 ORDER BY slug FOR UPDATE",
    [slug ?? null],
  );
  const [matter, another] = rows;
  if (another) throw new DomainError("invalid", `Name the matter with --matter: ${rows.map((row) => row.slug).join(", ")}.`);
  if (matter) return matter;
  throw new DomainError("not_found", slug ? `There is no matter ${slug}.` : "There is no matter yet. Make one with `matter add`.");
}

async function hasCustodian(client: pg.Client, matter: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM access.membership m JOIN access.person p ON p.id = m.person_id AND p.suspended_at IS NULL
     WHERE m.matter_id = $1 AND m.role = 'custodian' AND m.ended_at IS NULL LIMIT 1`,
    [matter],
  );
  return rowCount !== 0;
}

type Noted = {
  readonly side?: Side;
  readonly object?: string;
  readonly refusal?: string;
  readonly detail: object;
  readonly sealed?: object;
};

/** An entry of the matter that nobody signed in for: it was done on the host. `sealed` is for `side` alone. Within the caller's transaction. */
export async function noteAtHost(
  client: pg.Client,
  matter: string,
  action: string,
  { side, object, refusal, detail, sealed }: Noted,
): Promise<void> {
  const detailed =
    side &&
    sealed &&
    (await sealDetail({ matter, side, sealingKey: await findSealingKey(client, matter, side), courtKey: null }, sealed)).sealed;
  await client.query(
    `SELECT audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', $1::uuid, 'side', $2::access.side)),
       $3, $4, $5, $6, $7::jsonb, CASE WHEN $8::bytea IS NOT NULL THEN ROW($8, $9::bytea, $10::int, NULL, NULL)::audit.sealed END, NULL)`,
    [
      ...[matter, side, action, object, refusal ? "refused" : "done", refusal, JSON.stringify(detail)],
      ...[detailed?.commitment, detailed?.box, detailed?.epoch],
    ],
  );
}

async function findSealingKey(client: pg.Client, matter: string, side: Side): Promise<SealingKey | null> {
  const { rows } = await client.query<SealingKey>(
    `SELECT epoch, encode(public_key, 'base64') AS "publicKey" FROM access.sealing_key($1, $2)`,
    [matter, side],
  );
  return rows[0] ?? null;
}

const terminal = { kind: "terminal of the host" } as const;

/** One transaction as rr_owner. An error that the work returns, instead of throwing it, is thrown after its entry is committed. */
async function atTerminal<R>(adminUrl: string, work: (client: pg.Client) => Promise<R | (() => DomainError)>): Promise<R> {
  const done = await connected(adminUrl, (client) => asOwner(client, () => work(client)));
  if (done instanceof Function) throw done();
  return done;
}
