import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { db } from "@/lib/db";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { act, look } from "./act";

let world: World;
let pool: pg.Pool;
let sides: { plaintiff: Actor; defense: Actor };
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  pool = new pg.Pool({ connectionString: world.appUrl, max: 1 });
  sides = { plaintiff: await world.actor("plaintiff counsel"), defense: await world.actor("defense counsel") };
  for (const [side, actor] of Object.entries(sides))
    await act(actor, "codebook:keep", {}, async (tx) => {
      await tx.$executeRaw`INSERT INTO work.code (matter_id, side, key, label, position, created_by)
        VALUES (${actor.matter}::uuid, ${actor.side}::access.side, ${`only-${side}`}, 'x', 1, ${actor.person}::uuid)`;
      return { result: null };
    });
});
afterAll(async () => {
  await pool.end();
  await world.close();
});

const guarded = [
  "access.matter",
  "access.protective_order",
  "access.membership",
  "access.undertaking",
  "audit.entry",
  "audit.detail",
  "record.volume",
  "work.code",
  "work.coding",
  "work.reviewed_set",
  "release.hold",
  "release.production",
];

test.each([...guarded, "access.person"])("without a caller %s is empty", async (table) => {
  expect((await pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows).toEqual([{ n: 0 }]);
});

test("a made-up secret, an empty one and an ended session are no caller either", async () => {
  const leaver = await world.actor("defense expert");
  await pool.query("SELECT api.close_session($1)", [leaver.secret]);
  for (const secret of ["", "x", leaver.secret, "' OR true --"]) {
    const client = await pool.connect();
    await client.query("BEGIN");
    expect((await client.query("SELECT api.begin($1, true) AS actor", [secret])).rows[0].actor).toBeNull();
    for (const table of guarded) expect((await client.query(`SELECT count(*)::int AS n FROM ${table}`)).rows, table).toEqual([{ n: 0 }]);
    await client.query("COMMIT");
    client.release();
  }
});

test("who is calling is forgotten with the transaction, on the very same connection", async () => {
  for (const ending of ["COMMIT", "ROLLBACK"]) {
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("SELECT api.begin($1, true)", [sides.plaintiff.secret]);
    expect((await client.query("SELECT key FROM work.code")).rows).toEqual([{ key: "only-plaintiff" }]);
    await client.query(ending);
    client.release();
    const { rows } = await pool.query("SELECT current_setting('app.session', true) AS kept, (SELECT count(*)::int FROM work.code) AS n");
    expect(rows).toEqual([{ kept: "", n: 0 }]);
  }
  await pool.query("SELECT api.begin($1, true)", [sides.plaintiff.secret]);
  expect((await pool.query("SELECT count(*)::int AS n FROM work.code")).rows).toEqual([{ n: 0 }]);
});

test("two sides at once on one pool each see their own, however their requests interleave", async () => {
  const asked = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? ("plaintiff" as const) : ("defense" as const)));
  const seen = await Promise.all(
    asked.map((side) => look(sides[side], "codebook:read", (tx) => tx.code.findMany({ select: { key: true } }))),
  );
  expect(seen).toEqual(asked.map((side) => [{ key: `only-${side}` }]));
  expect(await db().code.count()).toBe(0);
});

test("work that fails halfway leaves neither its change nor an entry that says it was done", async () => {
  const { plaintiff } = sides;
  const before = await world.admin.query("SELECT count(*)::int AS n FROM audit.entry WHERE outcome = 'done'");
  const failing = act(plaintiff, "codebook:keep", {}, async (tx) => {
    await tx.code.updateMany({ data: { label: "changed" } });
    throw new Error("in the middle");
  });
  await expect(failing).rejects.toThrow("in the middle");
  expect((await world.admin.query("SELECT DISTINCT label FROM work.code")).rows).toEqual([{ label: "x" }]);
  expect((await world.admin.query("SELECT count(*)::int AS n FROM audit.entry WHERE outcome = 'done'")).rows).toEqual(before.rows);
});

test("the other side's rows cannot be written either", async () => {
  const { plaintiff, defense } = sides;
  const theirs = act(plaintiff, "codebook:keep", {}, async (tx) => {
    await tx.$executeRaw`INSERT INTO work.code (matter_id, side, key, label, position, created_by)
      VALUES (${defense.matter}::uuid, 'defense', 'planted', 'x', 1, ${plaintiff.person}::uuid)`;
    return { result: null };
  });
  await expect(theirs).rejects.toThrow("row-level security");
  const changed = await act(plaintiff, "codebook:keep", {}, async (tx) => ({
    result: await tx.code.updateMany({ where: { key: "only-defense" }, data: { label: "y" } }),
  }));
  expect(changed.count).toBe(0);
});
