// People drawn at random, of every role, side, tier and state, of two matters: what the policy in code says, what the database says, and what
// thirty lines of a model say must be one; and the rows that each sees must be those of the model, no more and no fewer.
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findActor, hashSecret } from "@/domain/people/session";
import { makeMatter } from "@/prisma/seed/matter";
import { giveSideKey } from "@/prisma/testing/side-key";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { type Action, actions, needsTier, needsUndertaking, permissions, roles, type Side, sides, sidesOf } from "./permissions";
import { refusal } from "./permit";

let world: World;
let app: pg.Client;
let matters: [string, string];
let people = 0;
const settings = { tiers: ["CONFIDENTIAL", "HIGHLY CONFIDENTIAL"], mfa: false };
const everyAction = Object.keys(actions) as Action[];

beforeAll(async () => {
  world = await newWorld();
  app = new pg.Client({ connectionString: world.appUrl });
  await app.connect();
  const order = { title: "Order", body: "Thou shalt not tell either.", inForceFrom: "2024-01-01T00:00:00Z", settings };
  const other = await makeMatter(world.admin, { slug: "other", caption: "In re Other", people: [], order });
  matters = [world.matter, other];
  let volume = 0;
  for (const matter of matters) {
    for (const tier of [1, 2])
      await world.volume([talk(["one", "two"])], { matter, tier, name: `V ${++volume}`, controlPrefix: `V${volume}` });
    for (const side of ["plaintiff", "defense"] as const) await fill(matter, side);
  }
});
afterAll(async () => {
  await app.end();
  await world.close();
});

// One row of each kind that belongs to a side, and one hold of each side, with the entries that they need.
async function fill(matter: string, side: Side) {
  const one = `jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', $1::uuid, 'side', $2::text))`;
  const nobody = (await world.admin.query("SELECT min(id::text)::uuid AS id FROM access.person")).rows[0].id;
  await world.admin.query("BEGIN");
  for (const action of ["codebook:keep", "set:freeze", "production:ask", "hold:place"])
    await world.admin.query(
      `SELECT audit.append(${one}, '${action}', NULL, 'done', NULL, NULL, ROW(sha256('x'), '\\x00', 1, NULL, NULL)::audit.sealed, NULL)`,
      [matter, side],
    );
  await world.admin.query("INSERT INTO work.code (matter_id, side, key, label, position, created_by) VALUES ($1, $2, 'key', 'x', 1, $3)", [
    matter,
    side,
    nobody,
  ]);
  const set = await world.admin.query(
    "INSERT INTO work.reviewed_set (matter_id, side, name, query, reading, filters, size, sha256, created_by) VALUES ($1, $2, 's', '', '', '{}', 0, '', $3) RETURNING id",
    [matter, side, nobody],
  );
  await world.admin.query(
    "INSERT INTO release.production (matter_id, side, set_id, name, formats, reason, size, requested_by) VALUES ($1, $2, $3, 'P', '{}', 'r', 0, $4)",
    [matter, side, set.rows[0].id, nobody],
  );
  await world.admin.query(
    "INSERT INTO release.hold (matter_id, scope, reason, authority, placed_by, placed_side) VALUES ($1, 'matter', 'r', 'a', $2, $3)",
    [matter, nobody, side],
  );
  await world.admin.query("COMMIT");
}

const drawn = fc.constantFrom(...roles).chain((role) =>
  fc.record({
    role: fc.constant(role),
    side: fc.constantFrom(...sidesOf[role]),
    tier: fc.constantFrom(0, 1, 2),
    matter: fc.constantFrom(0 as const, 1 as const),
    signed: fc.boolean(),
    suspended: fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, { arbitrary: fc.constant(true), weight: 1 }),
    ended: fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, { arbitrary: fc.constant(true), weight: 1 }),
    session: fc.oneof(
      { arbitrary: fc.constant("open"), weight: 5 },
      { arbitrary: fc.constantFrom("revoked", "expired", "idle"), weight: 1 },
    ),
  }),
);
type Drawn = typeof drawn extends fc.Arbitrary<infer D> ? D : never;

/** A person as drawn, with a session; the session's secret. */
async function enter({ role, side, tier, matter, signed, suspended, ended, session }: Drawn): Promise<string> {
  const secret = randomBytes(24).toString("base64url");
  const email = `drawn${++people}@drawn.example`;
  const { rows } = await world.admin.query(
    `WITH p AS (INSERT INTO access.person (email, name) VALUES ($1, 'Drawn') RETURNING id)
     INSERT INTO access.membership (person_id, matter_id, side, role, tier) SELECT p.id, $2, $3, $4, $5 FROM p RETURNING person_id, id`,
    [email, matters[matter], side, role, tier],
  );
  const { person_id, id } = rows[0];
  if (signed) {
    await world.admin.query("BEGIN; SELECT audit.append(NULL::access.actor, 'undertaking:sign', NULL, 'done', NULL, NULL, NULL, NULL)");
    await world.admin.query(
      "INSERT INTO access.undertaking (person_id, order_id, order_sha256, signed_name) SELECT $1, id, sha256, 'Drawn' FROM access.protective_order WHERE matter_id = $2",
      [person_id, matters[matter]],
    );
    await world.admin.query("COMMIT");
  }
  await world.admin.query("SELECT api.open_session($1, $2, 'browser', 'test', NULL)", [email, hashSecret(secret)]);
  const becomes: Record<string, string> = {
    revoked: "revoked_at = now()",
    expired: "expires_at = now() - interval '1 second'",
    idle: "last_seen_at = now() - interval '31 minutes'",
  };
  if (becomes[session]) await world.admin.query(`UPDATE access.session SET ${becomes[session]} WHERE membership_id = $1`, [id]);
  if (suspended) await world.admin.query("UPDATE access.person SET suspended_at = now() WHERE id = $1", [person_id]);
  if (ended) await world.admin.query("UPDATE access.membership SET ended_at = now() WHERE id = $1", [id]);
  return secret;
}

const alive = ({ suspended, ended, session }: Drawn) => !suspended && !ended && session === "open";
/** The model: the order in a few lines. */
function model(who: Drawn, action: Action): string | null {
  if (!alive(who)) return "unauthenticated";
  if (!permissions[who.role].includes(action)) return "role";
  if (needsUndertaking(action) && !who.signed) return "undertaking";
  return needsTier(action) && who.tier < 1 ? "tier" : null;
}

/** Which rows of a table somebody sees: as pairs of matter and side, or of the matter alone. */
async function seen(secret: string) {
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, false)", [secret]);
  const ask = async (sql: string) => (await app.query({ text: sql, rowMode: "array" })).rows.map((row) => row.join(" ")).sort();
  const rows = {
    ...Object.fromEntries(
      await eachOf(["work.code", "work.reviewed_set", "release.production"], async (t) => ask(`SELECT matter_id, side FROM ${t}`)),
    ),
    details: await ask("SELECT DISTINCT matter_id, side FROM audit.detail"),
    holds: await ask("SELECT matter_id, placed_side FROM release.hold"),
    keys: await ask("SELECT DISTINCT matter_id FROM access.side_key"),
    volumes: await ask("SELECT DISTINCT matter_id FROM record.volume"),
    matters: await ask("SELECT id FROM access.matter"),
    orders: await ask("SELECT DISTINCT matter_id FROM access.protective_order"),
    members: await ask("SELECT DISTINCT matter_id FROM access.membership"),
    entries: await ask(
      "SELECT DISTINCT coalesce(matter_id::text, 'none'), coalesce(person_id::text, 'nobody') = (SELECT access.my_person())::text FROM audit.entry",
    ),
    refusals: (await app.query("SELECT a, access.refusal(access.current_actor(), a) AS reason FROM unnest($1::text[]) a", [everyAction]))
      .rows,
  };
  await app.query("ROLLBACK");
  return rows;
}
async function eachOf<R>(names: string[], work: (name: string) => Promise<R>): Promise<[string, R][]> {
  const done: [string, R][] = [];
  for (const name of names) done.push([name, await work(name)]);
  return done;
}

test("policy, database and model agree about people drawn at random, and so do the rows that they see", async () => {
  for (const side of sides) await giveSideKey(world, side);
  await fc.assert(
    fc.asyncProperty(drawn, async (who) => {
      const secret = await enter(who);
      const actor = await findActor(secret);
      expect(actor !== null).toBe(alive(who));
      const mine = matters[who.matter] ?? "";
      const rows = await seen(secret);
      for (const { a, reason } of rows.refusals) {
        expect(reason, a).toBe(model(who, a));
        if (actor) expect(refusal(actor, a), a).toBe(model(who, a));
      }
      const here = alive(who) ? [mine] : [];
      const own = alive(who) && ["plaintiff", "defense"].includes(who.side) ? [`${mine} ${who.side}`] : [];
      for (const table of ["work.code", "work.reviewed_set", "release.production", "details"] as const)
        expect(rows[table as "details"], table).toEqual(own);
      expect(rows.holds).toEqual(here.flatMap((matter) => [`${matter} defense`, `${matter} plaintiff`]));
      for (const table of ["volumes", "matters", "orders", "members"] as const) expect(rows[table], table).toEqual(here);
      expect(rows.keys).toEqual(here.filter((matter) => matter === world.matter));
      const wholeLog = model(who, "audit:read") === null;
      expect(rows.entries).toEqual(here.flatMap((matter) => (wholeLog ? [`${matter} false`, `${matter} true`] : [`${matter} true`])));
    }),
    { numRuns: 120 },
  );
});

test("a conversation opens to whom the model lets it, in their own matter, up to their tier, and to nobody else", async () => {
  await fc.assert(
    fc.asyncProperty(drawn, fc.constantFrom(1, 2, 3, 4), async (who, volume) => {
      const secret = await enter(who);
      const { rows } = await app.query("SELECT api.open_view($1, $2, 1, 2, NULL, NULL) AS opened", [secret, `V${volume}-000000001`]);
      const [matter, tier] = [volume <= 2 ? 0 : 1, volume % 2 ? 1 : 2];
      const reason = model(who, "conversation:view") ?? (matter === who.matter && tier <= who.tier ? null : "not_found");
      expect(rows[0].opened.reason ?? null).toBe(reason);
      const text = rows[0].opened.ticket && (await app.query("SELECT * FROM api.read_view($1, $2)", [secret, rows[0].opened.ticket]));
      expect(text?.rowCount ?? 0).toBe(reason === null ? 2 : 0);
    }),
    { numRuns: 80 },
  );
});
