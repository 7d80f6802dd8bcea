import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db";
import { connect } from "@/prisma/connect";
import { newWorld, type World } from "@/prisma/testing/world";
import { look } from "./act";

let world: World;
let sequencer: pg.Client;
beforeAll(async () => {
  world = await newWorld();
  sequencer = await connect(world.sequencerUrl);
  await sequencer.query(
    "INSERT INTO audit.tree (log_id, origin, size, root) VALUES ($1, 'o/test', 0, $2), (gen_random_uuid(), 'o/other', 0, $2)",
    [world.matter, Buffer.alloc(32)],
  );
});
afterAll(async () => {
  await sequencer.end();
  await world.close();
});

const tables = ["installation", "tree", "leaf", "tile", "checkpoint", "cosignature", "log_key"];

test("only the sequencer adds to the trees, the monitor brings what a witness signed, and nobody has the right to change or remove", async () => {
  const { rows } = await world.admin.query(
    `SELECT r, t, array_agg(p ORDER BY p) AS may FROM unnest(ARRAY['rr_app', 'rr_intake', 'rr_sequencer']) r, unnest($1::text[]) t,
       unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
     WHERE has_table_privilege(r, 'audit.' || t, p) GROUP BY 1, 2`,
    [tables],
  );
  const trees = tables.slice(1);
  expect(rows.sort((a, b) => `${a.r}${trees.indexOf(a.t)}`.localeCompare(`${b.r}${trees.indexOf(b.t)}`))).toEqual([
    ...trees.map((t) => ({ r: "rr_app", t, may: t === "cosignature" ? ["INSERT", "SELECT"] : ["SELECT"] })),
    { r: "rr_sequencer", t: "installation", may: ["SELECT"] },
    ...trees.map((t) => ({ r: "rr_sequencer", t, may: ["INSERT", "SELECT"] })),
  ]);
});

test("not even the owner, nor a superuser whose ordinary triggers sleep, changes a tree", async () => {
  const root = Buffer.alloc(32);
  await world.admin.query("INSERT INTO audit.leaf VALUES ($1, 0, -1, $2)", [world.matter, root]);
  await world.admin.query("INSERT INTO audit.tile VALUES ($1, 0, 0, $2, $3)", [world.matter, Buffer.alloc(8192), root]);
  await world.admin.query("INSERT INTO audit.checkpoint VALUES ($1, 1, $2, 'note', now())", [world.matter, root]);
  await world.admin.query("INSERT INTO audit.cosignature VALUES ($1, 1, 'w', 'line', now())", [world.matter]);
  await world.admin.query("INSERT INTO audit.log_key VALUES ($1, 'key')", [world.matter]);
  for (const became of ["SET LOCAL ROLE rr_owner", "SET LOCAL session_replication_role = replica"])
    for (const table of tables) {
      const column = table === "installation" ? "made_at" : "log_id";
      const same = [`UPDATE audit.${table} SET ${column} = ${column}`, `DELETE FROM audit.${table}`, `TRUNCATE audit.${table}`];
      for (const change of same) {
        await world.admin.query(`BEGIN; ${became}`);
        await expect(world.admin.query(change), change).rejects.toMatchObject({ code: "42501" });
        await world.admin.query("ROLLBACK");
      }
    }
});

test("a head grows, and never shrinks, stands still with another root, or takes another name", async () => {
  for (const change of ["size = size", "size = size - 1", `root = '\\x${"01".repeat(32)}'`])
    await expect(sequencer.query(`UPDATE audit.tree SET ${change}`), change).rejects.toMatchObject({ code: "42501" });
  await expect(sequencer.query("UPDATE audit.tree SET origin = 'another', size = size + 1")).rejects.toMatchObject({ code: "42501" });
  expect((await sequencer.query("UPDATE audit.tree SET size = size + 1")).rowCount).toBe(2);
});

test("the sequencer reads the bytes that it hashes, and nothing of people, text or work product", async () => {
  await sequencer.query("SELECT id, xid, at, matter_id, leaf FROM audit.entry");
  const attempts = [
    "SELECT email FROM audit.entry",
    "SELECT * FROM audit.detail",
    "SELECT * FROM access.person",
    "SELECT * FROM access.session",
    "SELECT body FROM access.protective_order",
    "SELECT * FROM record.conversation_text",
    "SELECT * FROM work.code",
    "SELECT api.begin('x', true)",
    "SELECT audit.append(access.current_actor(), 'x', NULL, 'done', NULL, NULL, NULL, NULL)",
    "INSERT INTO audit.entry (xid, at, action, outcome, leaf) VALUES (pg_current_xact_id(), now(), 'x', 'done', '')",
    "CREATE TABLE audit.mine (x int)",
    "SET ROLE rr_owner",
  ];
  for (const attempt of attempts) await expect(sequencer.query(attempt), attempt).rejects.toMatchObject({ code: "42501" });
});

test("everybody of a matter may see its tree, and no other", async () => {
  const seen = (tx: Pick<ReturnType<typeof db>, "$queryRaw">) => tx.$queryRaw`SELECT origin FROM audit.tree`;
  expect(await look(await world.actor("plaintiff expert", { signed: false }), "audit:read-own", seen)).toEqual([{ origin: "o/test" }]);
  expect(await seen(db())).toEqual([]);
});

test("an installation has one name, made with it", async () => {
  const { rows } = await world.admin.query("SELECT name FROM audit.installation");
  expect(rows).toEqual([{ name: expect.stringMatching(/^reading-room-[0-9a-f]{8}$/) }]);
  await expect(world.admin.query("INSERT INTO audit.installation (name) VALUES ('reading-room-00000000')")).rejects.toMatchObject({
    code: "23505",
  });
});
