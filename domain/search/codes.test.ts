import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import { withdrawCode } from "@/domain/coding/withdraw";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { countConversations } from "./count";

// How many of an answer bear a code is counted from a bitmap and from what came and went since. It must be what the codings say, at every moment.

const SIZE = 4_000;
let world: World;
let beside: pg.Client;
let code: string;
beforeAll(async () => {
  world = await newWorld();
  await world.volume(Array.from({ length: SIZE }, (_, i) => talk([i % 2 ? "odd" : "even"])));
  beside = await connect(world.url);
  // Nobody codes thousands here: rows are put in by hand, without their entries, and only what counts them is told.
  await world.admin.query("ALTER TABLE work.coding ENABLE ALWAYS TRIGGER a_coding_is_counted");
  for (const client of [world.admin, beside]) await client.query("SET session_replication_role = replica");
});
afterAll(async () => {
  await beside.end();
  await world.close();
});
beforeEach(async () => {
  await beside.query("ROLLBACK");
  await world.admin.query("DELETE FROM work.coding; DELETE FROM search.code_touched; DELETE FROM search.code_bits; DELETE FROM work.code");
  const { rows } = await world.admin.query(
    "INSERT INTO work.code (matter_id, side, key, label, position, created_by) SELECT $1, 'plaintiff', 'hot', 'Hot', 1, id FROM access.person LIMIT 1 RETURNING id",
    [world.matter],
  );
  code = rows[0].id;
});

const put = (client: pg.Client, where: string, turn = 0) =>
  client.query(
    `INSERT INTO work.coding (docno, turn, code_id, matter_id, side, person_id) SELECT c.docno, $2, k.id, k.matter_id, k.side, k.created_by FROM record.conversation c, work.code k
     WHERE k.id = $1 AND ${where} ON CONFLICT DO NOTHING`,
    [code, turn],
  );
const take = (client: pg.Client, where: string) => client.query(`DELETE FROM work.coding c WHERE code_id = $1 AND ${where}`, [code]);
const ours = () => JSON.stringify({ matter_id: world.matter, side: "plaintiff", tier: 2 });
const keep = () =>
  world.admin.query("SELECT search.keep_codes(jsonb_populate_record(NULL::access.actor, $1), p) FROM record.part p", [ours()]);
const kept = async () =>
  (
    await world.admin.query(
      "SELECT (SELECT count(*)::int FROM search.code_bits) AS bitmaps, (SELECT count(*)::int FROM search.code_touched) AS touched",
    )
  ).rows[0];

/** What is counted of an answer, and what the codings say. */
async function counted(which: string): Promise<{ counted: number; codings: number }> {
  const { rows } = await world.admin.query(
    `WITH answer AS (SELECT p.part, (SELECT b.bits FROM search.bits_of(ARRAY(SELECT c.docno FROM record.conversation c WHERE ${which}), p.last_docno + 1) AS b(bits)) AS bits FROM record.part p)
     SELECT coalesce((SELECT k.n FROM answer x, search.codes_of(jsonb_populate_record(NULL::access.actor, $1), x.part, x.bits) k WHERE k.code_id = $2), 0)::int AS counted,
       (SELECT count(DISTINCT k.docno)::int FROM work.coding k JOIN record.conversation c USING (docno) WHERE k.code_id = $2 AND ${which}) AS codings`,
    [ours(), code],
  );
  return rows[0];
}
async function expectTrue() {
  for (const which of ["true", "c.docno % 2 = 1", "c.docno < 1500", "c.docno > 3990"]) {
    const { counted: seen, codings } = await counted(which);
    expect([which, seen]).toEqual([which, codings]);
  }
}

test("a bitmap is made of a code of which there are many, and of no other", async () => {
  await put(world.admin, "c.docno < 1999");
  await keep();
  expect((await kept()).bitmaps).toBe(0);
  await expectTrue();
  await put(world.admin, "c.docno < 2500");
  await keep();
  expect(await kept()).toEqual({ bitmaps: 1, touched: 0 });
  await expectTrue();
});

test("whatever comes and goes, the count is what the codings say, and the bitmap is made anew when much has", async () => {
  await put(world.admin, "c.docno % 3 > 0");
  await keep();
  const step = fc.record({
    what: fc.constantFrom("put", "turn", "take", "again", "keep"),
    of: fc.integer({ min: 2, max: 60 }),
    rest: fc.nat({ max: 60 }),
  });
  for (const { what, of, rest } of fc.sample(step, { numRuns: 60, seed: 9 })) {
    const where = `c.docno % ${of} = ${rest % of}`;
    if (what === "put") await put(world.admin, where);
    if (what === "turn") await put(world.admin, where, 1);
    if (what === "take") await take(world.admin, where);
    if (what === "again") {
      await take(world.admin, where);
      await put(world.admin, where);
    }
    if (what === "keep") await keep();
    await expectTrue();
  }
  await keep();
  expect((await kept()).touched).toBeLessThanOrEqual(500);
  await put(world.admin, "true", 2);
  await take(world.admin, "turn = 2");
  expect((await kept()).touched).toBeGreaterThan(5_000);
  await expectTrue();
});

test("what is coded while a bitmap is being made is neither lost nor counted twice", async () => {
  await put(world.admin, "c.docno % 3 > 0");
  await beside.query("BEGIN");
  await put(beside, "c.docno % 30 = 0");
  await take(beside, "c.docno % 30 = 1");
  await keep();
  await expectTrue();
  await beside.query("COMMIT");
  await expectTrue();
  await keep();
  await expectTrue();
  // Undone, it was never there.
  await beside.query("BEGIN");
  await put(beside, "c.docno % 30 = 3");
  await beside.query("ROLLBACK");
  await expectTrue();
});

test("one makes it at a time, and whoever comes meanwhile does not wait", async () => {
  await put(world.admin, "c.docno % 3 > 0");
  await beside.query("BEGIN");
  await beside.query("SELECT search.keep_codes(jsonb_populate_record(NULL::access.actor, $1), p) FROM record.part p", [ours()]);
  await put(world.admin, "c.docno % 9 = 0");
  await keep();
  expect((await kept()).bitmaps).toBe(0);
  await beside.query("COMMIT");
  expect((await kept()).bitmaps).toBe(1);
  await expectTrue();
});

test("a code that is applied and withdrawn by hand is counted after its bitmap was made by a count", async () => {
  await world.admin.query("SET session_replication_role = origin");
  const counsel = await world.actor("plaintiff counsel");
  await addCode(counsel, { key: "seen", label: "Seen", group: "issue" });
  await world.admin.query("SET session_replication_role = replica");
  await world.admin.query("UPDATE work.code SET key = 'cold' WHERE id = $1", [code]);
  code = (await world.admin.query("SELECT id FROM work.code WHERE key = 'seen'")).rows[0].id;
  await put(world.admin, "c.docno % 3 > 0");
  const seen = async () => {
    const { facets } = await countConversations(counsel, { q: "odd" });
    return facets.code.find(({ value }) => value === "seen")?.count;
  };
  const before = (await counted("c.docno % 2 = 1")).codings;
  expect(await seen()).toBe(before);
  expect((await kept()).bitmaps).toBe(1);
  await applyCode(counsel, { id: "T1-000000004", code: "seen", turn: 0 });
  expect(await seen()).toBe(before + 1);
  await withdrawCode(counsel, { id: "T1-000000004", code: "seen", turn: 0 });
  expect(await seen()).toBe(before);
});
