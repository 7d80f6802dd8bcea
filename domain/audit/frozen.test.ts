import { randomUUID } from "node:crypto";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { viewConversation } from "@/domain/conversations/view";
import { connect } from "@/prisma/connect";
import { migrate } from "@/prisma/migrate";
import { as } from "@/prisma/open";
import { makeMatter } from "@/prisma/seed/matter";
import { newWorld, talk, type World } from "@/prisma/testing/world";

let world: World;
let owner: pg.Client;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  owner = await connect(world.url);
  await owner.query("SET ROLE rr_owner");
});
afterEach(() => owner.query("ROLLBACK"));
afterAll(async () => {
  await owner.end();
  await world.close();
});

const changes = [
  "ALTER TABLE audit.entry DISABLE TRIGGER entries_are_never_changed",
  "ALTER TABLE audit.entry DISABLE ROW LEVEL SECURITY",
  "ALTER TABLE audit.entry NO FORCE ROW LEVEL SECURITY",
  "ALTER TABLE audit.detail ADD COLUMN plain text",
  "DROP TRIGGER entries_are_never_changed ON audit.entry",
  "DROP POLICY monitors_all_others_own ON audit.entry",
  "CREATE POLICY all_of_it ON audit.entry FOR SELECT TO rr_app USING (true)",
  "CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
  "DROP INDEX audit.entry_by_request",
  "DROP TABLE audit.detail",
  "DROP TABLE audit.entry CASCADE",
  "DROP SCHEMA audit CASCADE",
  "ALTER TABLE audit.entry SET SCHEMA work",
  "ALTER SCHEMA audit RENAME TO elsewhere",
  "CREATE TABLE audit.beside (x int)",
];

test.each(changes)("outside a maintenance window not even the owner may: %s", async (change) => {
  await owner.query("BEGIN");
  await expect(owner.query(change)).rejects.toMatchObject({ code: "42501", message: expect.stringContaining("maintenance window") });
});

test("the owner can neither drop nor replace the guards", async () => {
  for (const change of [
    "DROP EVENT TRIGGER the_log_is_frozen",
    "ALTER EVENT TRIGGER the_log_is_frozen DISABLE",
    "DROP FUNCTION guard.refuse_change_of_log() CASCADE",
    "CREATE OR REPLACE FUNCTION guard.refuse_change_of_log() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "DROP SCHEMA guard CASCADE",
    "SET session_replication_role = replica",
  ])
    await expect(owner.query(change), change).rejects.toMatchObject({ code: "42501" });
});

test("elsewhere the owner works as ever", async () => {
  await owner.query("CREATE TABLE work.beside (x int); DROP TABLE work.beside");
});

test("a window is one transaction, and the entry that opens it stays", async () => {
  await owner.query("BEGIN; SELECT audit.append(NULL::access.actor, 'maintenance:open', 'migration:x', 'done', NULL, NULL, NULL, NULL)");
  await owner.query("CREATE INDEX for_a_while ON audit.entry (email); DROP INDEX audit.for_a_while");
  await owner.query("COMMIT");
  await expect(owner.query("CREATE INDEX for_a_while ON audit.entry (email)")).rejects.toThrow("maintenance window");
  const { rows } = await world.admin.query("SELECT object, outcome FROM audit.entry WHERE action = 'maintenance:open'");
  expect(rows).toEqual([{ object: "migration:x", outcome: "done" }]);
});

test("a migration that comes to a log in use opens its window by an entry", async () => {
  // As if one that touches the log had not been applied, with a table that a later one drops.
  await world.admin.query("CREATE TABLE access.sign_in_failure (email text); ALTER TABLE access.sign_in_failure OWNER TO rr_owner");
  const { rows } = await world.admin.query(
    "DELETE FROM public._prisma_migrations WHERE migration_name LIKE '%\\_roles' RETURNING migration_name",
  );
  await expect(migrate(world.url)).rejects.toThrow("already exists"); // its window was open, its work was done before
  await world.admin.query("DROP TABLE access.court_account CASCADE; DROP FUNCTION access.courts_matter() CASCADE");
  await world.admin.query(
    "DO $$ DECLARE p record; BEGIN FOR p IN SELECT * FROM pg_policies WHERE policyname = 'owner_sees_all' AND (schemaname || '.' || tablename) IN ('access.session', 'access.permission', 'access.sign_in_failure', 'work.set_part') LOOP EXECUTE format('DROP POLICY owner_sees_all ON %I.%I', p.schemaname, p.tablename); END LOOP; END $$",
  );
  expect(await migrate(world.url)).toEqual(rows.map(({ migration_name }) => migration_name));
  const opened = await world.admin.query("SELECT object FROM audit.entry WHERE action = 'maintenance:open' ORDER BY id DESC LIMIT 1");
  expect(opened.rows).toEqual([{ object: `migration:${rows[0]?.migration_name}` }]);
  await world.admin.query("DROP TABLE access.sign_in_failure");
});

test("an account of the court's own reads the entries of its matter and nothing else", async () => {
  const account = `court_${randomUUID().slice(0, 8)}`;
  await viewConversation(await world.actor("plaintiff expert"), { id: "T1-000000001" });
  const other = await makeMatter(world.admin, {
    slug: "other",
    caption: "In re Other",
    people: [],
    order: { title: "O", body: "Order", inForceFrom: "2024-01-01T00:00:00Z", settings: {} },
  });
  await world.admin.query(
    "SELECT audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', $1::uuid)), 'matter:add', NULL, 'done', NULL, NULL, NULL, NULL)",
    [other],
  );
  await world.admin.query(`CREATE ROLE ${account} LOGIN PASSWORD 'court' IN ROLE rr_monitor`);
  const court = await connect(as(world.url, account, "court"));
  try {
    const count = async () =>
      (await court.query("SELECT count(*)::int AS n, count(DISTINCT matter_id)::int AS matters FROM audit.entry")).rows[0];
    expect(await count()).toEqual({ n: 0, matters: 0 });
    await world.admin.query("INSERT INTO access.court_account (account, matter_id) VALUES ($1, $2)", [account, world.matter]);
    const { rows } = await world.admin.query("SELECT count(*)::int AS n FROM audit.entry WHERE matter_id = $1", [world.matter]);
    expect(rows[0].n).toBeGreaterThan(2);
    expect(await count()).toEqual({ n: rows[0].n, matters: 1 });
    for (const table of ["audit.tree", "audit.leaf", "audit.checkpoint", "audit.cosignature"]) await court.query(`SELECT FROM ${table}`);
    for (const refused of [
      "SELECT * FROM audit.detail",
      "SELECT * FROM access.person",
      "SELECT * FROM record.conversation",
      "SELECT * FROM work.code",
      "SELECT api.begin('', true)",
      "INSERT INTO audit.checkpoint VALUES (gen_random_uuid(), 1, '', '', now())",
      "UPDATE access.court_account SET account = ''",
      "SET ROLE rr_owner",
    ])
      await expect(court.query(refused), refused).rejects.toMatchObject({ code: "42501" });
  } finally {
    await court.end();
    await world.admin.query(`DROP ROLE ${account}`);
  }
  await expect(connect(as(world.url, "rr_monitor", "x"))).rejects.toThrow();
});
