import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";

let world: World;
let app: pg.Client;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  app = await connect(world.appUrl);
});
afterAll(async () => {
  await app.end();
  await world.close();
});

const ask = async (sql: string) => (await world.admin.query(sql)).rows;
const ours = "nspname IN ('access', 'api', 'audit', 'record', 'work', 'release', 'search', 'oversight', 'public')";

test("no account of the product is given a right that reaches past its grants", async () => {
  const rows = await ask(
    `SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolinherit, rolreplication FROM pg_roles
     WHERE rolname IN ('rr_app', 'rr_intake', 'rr_owner', 'rr_reporter', 'rr_sequencer') ORDER BY 1`,
  );
  const nothing = {
    rolsuper: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolbypassrls: false,
    rolinherit: false,
    rolreplication: false,
  };
  expect(rows).toEqual(["rr_app", "rr_intake", "rr_owner", "rr_reporter", "rr_sequencer"].map((rolname) => ({ rolname, ...nothing })));
  expect(
    await ask(
      "SELECT roleid::regrole::text FROM pg_auth_members WHERE member IN ('rr_app'::regrole, 'rr_intake'::regrole, 'rr_sequencer'::regrole, 'rr_reporter'::regrole)",
    ),
  ).toEqual([]);
  expect(
    await ask(
      "SELECT relname FROM pg_class WHERE relowner IN ('rr_app'::regrole, 'rr_intake'::regrole, 'rr_sequencer'::regrole, 'rr_reporter'::regrole)",
    ),
  ).toEqual([]);
  expect(
    await ask(
      "SELECT proname FROM pg_proc WHERE proowner IN ('rr_app'::regrole, 'rr_intake'::regrole, 'rr_sequencer'::regrole, 'rr_reporter'::regrole)",
    ),
  ).toEqual([]);
});

test("the web process has no right of any kind on a table that holds text, nor on a partition of one", async () => {
  const rows = await ask(
    `SELECT c.oid::regclass::text AS t, p FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
       unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] || CASE WHEN current_setting('server_version_num')::int >= 170000 THEN ARRAY['MAINTAIN'] END) p
     WHERE n.nspname = 'record' AND c.relkind IN ('r', 'p', 'v', 'm') AND c.relname ~ '^(conversation|staged|rejection|delivery)'
       AND (has_table_privilege('rr_app', c.oid, p)
            OR (p IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege('rr_app', c.oid, p)))`,
  );
  expect(rows.filter(({ t }) => /_text|_source|staged/.test(t))).toEqual([]);
  expect(rows.filter(({ p }) => p !== "SELECT")).toEqual([]);
});

test("intake reads no text: neither what is sealed nor what is staged", async () => {
  const intake = await connect(world.intakeUrl);
  for (const sql of [
    "SELECT * FROM record.conversation_text",
    "SELECT turns FROM record.staged",
    "SELECT metadata FROM record.staged",
    "SELECT * FROM record.conversation_source",
    "SELECT * FROM audit.entry",
  ])
    await expect(intake.query(sql), sql).rejects.toMatchObject({ code: "42501" });
  await intake.end();
});

test("what the web process tries beyond its rights is refused", async () => {
  const attempts = [
    "SET ROLE rr_owner",
    "SET SESSION AUTHORIZATION postgres",
    "CREATE TEMP TABLE mine (x int)",
    "CREATE SCHEMA mine",
    ...["access", "api", "audit", "record", "work", "release", "search", "public"].map((schema) => `CREATE TABLE ${schema}.mine (x int)`),
    "CREATE FUNCTION api.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "SELECT pg_read_file('/etc/hostname')",
    "SELECT lo_import('/etc/hostname')",
    "CREATE EXTENSION dblink SCHEMA api",
    "ALTER ROLE rr_app SUPERUSER",
    "SELECT password_hash FROM access.person",
    "SELECT * FROM access.session",
    "UPDATE access.permission SET needs_tier = false",
    "INSERT INTO access.membership (person_id, matter_id, side, role, tier) SELECT person_id, matter_id, side, role, 9 FROM access.membership",
    "UPDATE release.hold SET released_at = now()",
    "INSERT INTO work.coding (docno, code_id, matter_id, side, person_id) VALUES (0, gen_random_uuid(), gen_random_uuid(), 'plaintiff', gen_random_uuid())",
    "SELECT search.find(access.current_actor(), NULL, '{}', NULL, NULL, false, 10)",
    "SELECT record.card(0)",
    "SELECT access.visible_docno(access.current_actor(), 'T1-000000001')",
  ];
  for (const attempt of attempts) await expect(app.query(attempt), attempt).rejects.toMatchObject({ code: "42501" });
});

test("every function that runs with the owner's rights belongs to the owner and looks names up in a fixed place", async () => {
  const rows = await ask(
    `SELECT p.oid::regprocedure::text AS f, proowner::regrole::text AS owner, proconfig FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
     WHERE prosecdef AND ${ours}`,
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ owner, proconfig }) => owner !== "rr_owner" || !proconfig?.includes("search_path=pg_catalog, pg_temp"))).toEqual(
    [],
  );
});

test("no function may be called by just anybody", async () => {
  const rows = await ask(
    `SELECT p.oid::regprocedure::text AS f FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
     WHERE ${ours} AND prorettype <> 'trigger'::regtype AND (proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0))`,
  );
  expect(rows).toEqual([]);
});

/** What the web process may touch and no policy narrows, and why. */
const open: Readonly<Record<string, string>> = {
  "record.language": "the names of languages, the same for every matter",
  "record.model": "the names of models, which every delivery speaks of",
};

test("row-level security is on and forced for every table on which the web process has any right, but for those named here", async () => {
  const rows = await ask(
    `SELECT c.oid::regclass::text AS t, relkind::text AS kind, relrowsecurity AND relforcerowsecurity AS narrowed,
       EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND (polroles @> ARRAY['rr_app'::regrole::oid] OR polroles @> ARRAY[0::oid])) AS policy
     FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg_toast%' AND nspname NOT LIKE 'pg_temp%' AND relkind IN ('r', 'p', 'v', 'm', 'f')
       AND (has_table_privilege('rr_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR has_any_column_privilege('rr_app', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
     ORDER BY 1`,
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ kind }) => !["r", "p"].includes(kind))).toEqual([]);
  expect(rows.flatMap(({ t, narrowed }) => (narrowed ? [] : [t]))).toEqual(Object.keys(open));
  expect(rows.flatMap(({ t, narrowed, policy }) => (narrowed && !policy ? [t] : []))).toEqual([]);
});

test("whatever belongs to a matter or a side is under row-level security, whether or not the web process has a right on it", async () => {
  const rows = await ask(
    `SELECT DISTINCT c.oid::regclass::text AS t, relrowsecurity, relforcerowsecurity FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND NOT attisdropped AND attname IN ('side', 'matter_id')
     WHERE ${ours} AND relkind IN ('r', 'p') ORDER BY 1`,
  );
  expect(rows.map(({ t }) => t)).toEqual(
    expect.arrayContaining(["audit.detail", "audit.entry", "work.code", "work.coding", "work.reviewed_set", "release.production"]),
  );
  expect(rows.filter(({ relrowsecurity, relforcerowsecurity }) => !relrowsecurity || !relforcerowsecurity)).toEqual([]);
});

// A function in a policy is asked once for each row unless it stands in a sub-select that depends on no row.
test("every policy asks who is calling once per query, not once per row", async () => {
  const rows = await ask(
    "SELECT tablename, policyname, coalesce(qual, '') || ' ' || coalesce(with_check, '') AS said FROM pg_policies WHERE 'rr_app' = ANY (roles)",
  );
  expect(rows.length).toBeGreaterThan(8);
  const bare = rows.filter(({ said }) =>
    /access\.\w+\(/.test(
      said.replace(/SELECT access\.\w+\((?:'[\w:-]+'::text)?\) AS \w+/g, "").replace(/FROM access\.current_actor\(\)/g, ""),
    ),
  );
  expect(bare).toEqual([]);
});

test("a change to work product, holds or productions without its entry is undone at the commit", async () => {
  const { rows } = await world.admin.query("SELECT id FROM access.matter");
  const reader = await world.actor("plaintiff counsel");
  const made = `INSERT INTO work.code (matter_id, side, key, label, position, created_by) VALUES ('${rows[0].id}', 'plaintiff', 'mine', 'Mine', 1, '${reader.person}')`;
  const change = async (sql: string, more = "SELECT") => {
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [reader.secret]);
    expect((await app.query(sql)).rowCount, sql).toBe(1);
    await app.query(more);
    return app.query("COMMIT");
  };
  await expect(change(made)).rejects.toThrow("a change without its audit entry");
  await change(made, "SELECT api.record('codebook:keep', 'code:mine', 'done', NULL, NULL, NULL, NULL)");
  await expect(change("UPDATE work.code SET label = 'Other'")).rejects.toThrow("a change without its audit entry");
  await expect(change("SELECT api.place_hold('matter', NULL, 'r', 'a')")).rejects.toThrow("a change without its audit entry");
  await expect(change("SELECT api.apply_code('T1-000000001', 0, 'mine', NULL)")).rejects.toThrow("a change without its audit entry");
  expect(
    await ask(
      "SELECT (SELECT count(*)::int FROM work.coding) + (SELECT count(*)::int FROM release.hold) AS n, (SELECT label FROM work.code) AS label",
    ),
  ).toEqual([{ n: 0, label: "Mine" }]);
});

test("the guard against silent changes stands on every table of work product and of what leaves", async () => {
  const rows = await ask(
    `SELECT c.oid::regclass::text AS t FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
     WHERE nspname IN ('work', 'release') AND relkind IN ('r', 'p') AND (has_table_privilege('rr_app', c.oid, 'INSERT, UPDATE, DELETE') OR has_any_column_privilege('rr_app', c.oid, 'INSERT, UPDATE')
       OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'side'))
       AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgfoid = 'audit.require_entry'::regproc AND tgdeferrable AND tginitdeferred AND tgenabled <> 'D')`,
  );
  expect(rows).toEqual([]);
});

test("a production cannot be born ready", async () => {
  const counsel = await world.actor("defense counsel");
  await world.admin.query("BEGIN; SELECT audit.append(NULL::access.actor, 'set:freeze', NULL, 'done', NULL, NULL, NULL, NULL)");
  const { rows } = await world.admin.query(
    "INSERT INTO work.reviewed_set (matter_id, side, name, query, reading, filters, size, sha256, created_by) VALUES ($1, 'defense', 's', '', '', '{}', 0, '', $2) RETURNING id",
    [counsel.matter, counsel.person],
  );
  await world.admin.query("COMMIT");
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [counsel.secret]);
  const born = app.query(
    "INSERT INTO release.production (matter_id, side, set_id, name, formats, reason, state, size, requested_by) VALUES ($1, 'defense', $2, 'P', '{}', 'r', 'ready', 0, $3)",
    [counsel.matter, rows[0].id, counsel.person],
  );
  await expect(born).rejects.toMatchObject({ code: "42501" });
  await app.query("ROLLBACK");
});
