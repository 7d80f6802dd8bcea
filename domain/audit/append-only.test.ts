import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { viewConversation } from "@/domain/conversations/view";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";

let world: World;
let clients: { app: pg.Client; intake: pg.Client };
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  await viewConversation(await world.actor("plaintiff expert"), { id: "T1-000000001" });
  clients = { app: await connect(world.appUrl), intake: await connect(world.intakeUrl) };
});
afterAll(async () => {
  await clients.app.end();
  await clients.intake.end();
  await world.close();
});

const changes = ["audit.entry", "audit.detail"].flatMap((table) => [
  `UPDATE ${table} SET matter_id = NULL`,
  `DELETE FROM ${table}`,
  `TRUNCATE ${table}`,
]);

const counted = async () =>
  (await world.admin.query("SELECT (SELECT count(*) FROM audit.entry) AS entries, (SELECT count(*) FROM audit.detail) AS details")).rows[0];

test.each(changes)("neither the web process nor intake may %s", async (change) => {
  const before = await counted();
  for (const client of Object.values(clients)) await expect(client.query(change)).rejects.toMatchObject({ code: "42501" });
  expect(await counted()).toEqual(before);
});

test("neither of them writes an entry by hand, numbers one, or switches the guards off", async () => {
  const attempts = [
    "INSERT INTO audit.entry (xid, at, action, outcome, leaf) VALUES (pg_current_xact_id(), now(), 'conversation:view', 'done', '')",
    "INSERT INTO audit.detail SELECT * FROM audit.detail",
    "SELECT audit.append(access.current_actor(), 'conversation:view', NULL, 'done', NULL, NULL, NULL, NULL)",
    "SELECT nextval('audit.entry_id_seq')",
    "SELECT setval('audit.entry_id_seq', 1)",
    "ALTER TABLE audit.entry DISABLE TRIGGER ALL",
    "DROP TABLE audit.entry",
    "SET session_replication_role = replica",
    "CREATE TRIGGER mine BEFORE INSERT ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()",
  ];
  for (const client of Object.values(clients))
    for (const attempt of attempts) await expect(client.query(attempt), attempt).rejects.toMatchObject({ code: "42501" });
});

// The owner and the superuser have every right; the triggers stand nevertheless, also where ordinary triggers are asleep.
test.each(["SET LOCAL ROLE rr_owner", "SELECT", "SET LOCAL session_replication_role = replica"])(
  "after %s the log is append-only still",
  async (became) => {
    await world.actor("plaintiff counsel");
    await world.admin.query(
      "BEGIN; INSERT INTO audit.detail SELECT max(id), min(matter_id::text)::uuid, 'court', 1, sha256(''), '' FROM audit.entry; COMMIT",
    );
    for (const change of changes) {
      await world.admin.query(`BEGIN; ${became}`);
      await expect(world.admin.query(change), change).rejects.toThrow("append-only");
      await world.admin.query("ROLLBACK");
    }
  },
);

test("the guards of the log fire always", async () => {
  const { rows } = await world.admin.query(
    `SELECT tgrelid::regclass::text AS log, tgname, tgenabled FROM pg_trigger
     WHERE tgrelid IN ('audit.entry'::regclass, 'audit.detail'::regclass) AND NOT tgisinternal AND tgfoid = 'audit.refuse_change'::regproc`,
  );
  expect(rows).toHaveLength(4);
  expect(new Set(rows.map(({ tgenabled }) => tgenabled))).toEqual(new Set(["A"]));
});

test("nothing refers to the log and the log refers to nothing: no deletion elsewhere can reach into it", async () => {
  const { rows } = await world.admin.query(
    `SELECT conname FROM pg_constraint WHERE contype = 'f' AND ('audit'::regnamespace IN
       (SELECT relnamespace FROM pg_class WHERE oid IN (conrelid, confrelid)))`,
  );
  expect(rows).toEqual([]);
});

test("no foreign key anywhere takes rows along, but for what was worked out from others and goes with its search", async () => {
  const { rows } = await world.admin.query(
    `SELECT conrelid::regclass::text AS "from" FROM pg_constraint WHERE contype = 'f' AND confdeltype NOT IN ('a', 'r')
     AND confrelid <> 'search.run'::regclass ORDER BY 1`,
  );
  expect(rows).toEqual([]);
});
