import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { parse } from "./parse";

// How a question is answered, not how fast: with thirty thousand conversations a plan that reads them all would show.

const SIZE = 30_000;
let world: World;
beforeAll(async () => {
  world = await newWorld();
  const said = function* () {
    for (let i = 0; i < SIZE; i++)
      yield talk([`often word${i % 5_000} ${i % 3 === 0 ? "third" : "other"}`, `answer number${i} sort${i % 150}`], {
        model: i % 2_000 === 0 ? "rare" : "common",
      });
  };
  await world.volume(said());
}, 120_000);
afterAll(() => world.close());

type Node = { "Node Type": string; "Index Name"?: string; "Relation Name"?: string; Plans?: Node[] };

async function planOf(sql: string): Promise<Node[]> {
  const { rows } = await world.admin.query(`EXPLAIN (FORMAT JSON) ${sql}`);
  const all = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(all)];
  return all(rows[0]["QUERY PLAN"][0].Plan);
}

async function planOfQuestion(q: string, limit: number) {
  const { rows } = await world.admin.query("SELECT search.part_sql($1, 0, $2, '', 'ASC') AS sql", [JSON.stringify(parse(q)), SIZE - 1]);
  return planOf(`${rows[0].sql} LIMIT ${limit}`);
}

const readsAll = (plan: Node[]) => plan.filter((node) => node["Node Type"] === "Seq Scan").map((node) => node["Relation Name"]);

test.each([
  "word17",
  '"often word17"',
  "word17 AND number17",
  "word17 OR word18",
  "word17 AND NOT third",
  "number1*",
  '"answer number29*"',
])("%s is answered by the index of words", async (q) => {
  const plan = await planOfQuestion(q, 51);
  // The narrow table may be read whole where it is small; the text never.
  expect(readsAll(plan).filter((relation) => relation?.startsWith("conversation_text"))).toEqual([]);
  expect(plan.filter((node) => node["Node Type"] === "Bitmap Index Scan").map((node) => node["Index Name"])).toEqual(
    expect.arrayContaining([expect.stringContaining("words_idx")]),
  );
});

test.each(["ASC", "DESC"])("a page without a question goes along the primary key, %s, and sorts nothing", async (way) => {
  const plan = await planOf(
    `SELECT c.docno, c.started_at FROM record.conversation c WHERE c.docno BETWEEN 100 AND ${SIZE} AND c.tier <= 2 ORDER BY c.docno ${way} LIMIT 51`,
  );
  expect(readsAll(plan)).toEqual([]);
  expect(plan.map((node) => node["Index Name"])).toContain("conversation_0000_pkey");
  expect(plan.map((node) => node["Node Type"])).not.toContain("Sort");
});

test("a rare model is found by its index", async () => {
  const plan = await planOf(
    `SELECT c.docno FROM record.conversation c WHERE c.model_id = ANY ((SELECT array_agg(id) FROM record.model WHERE name = 'rare')::smallint[]) AND c.docno BETWEEN 0 AND ${SIZE} ORDER BY c.docno LIMIT 51`,
  );
  expect(readsAll(plan).filter((relation) => relation?.startsWith("conversation"))).toEqual([]);
});

/** How often functions that take a text apart are called while `sql` runs. */
async function foldedBy(sql: string, values: readonly unknown[]): Promise<{ found: number; calls: number }> {
  await world.admin.query("BEGIN; SET LOCAL track_functions = 'all'");
  const { rowCount } = await world.admin.query(sql, [...values]);
  const { rows } = await world.admin.query(
    "SELECT coalesce(sum(calls), 0)::int AS calls FROM pg_stat_xact_user_functions WHERE schemaname = 'search' AND funcname IN ('words', 'fold', 'folded')",
  );
  await world.admin.query("ROLLBACK");
  return { found: rowCount ?? 0, calls: rows[0].calls };
}

test.each(["often", "third", "word17", "number1*", '"often word1*"', '"answer number29"', "often AND NOT third"])(
  "a first page of %s takes few texts apart, however many answer",
  async (q) => {
    for (const way of ["ASC", "DESC"]) {
      const { found, calls } = await foldedBy("SELECT * FROM search.stretches($1, 0, $2, ' AND c.tier <= 2', $3, 51)", [
        JSON.stringify(parse(q)),
        SIZE - 1,
        way,
      ]);
      expect(found).toBeGreaterThan(0);
      expect(calls).toBeLessThan(1_500);
    }
  },
);

test("texts of a page are asked in its order, and no further than it is full", async () => {
  const { rows } = await world.admin.query("SELECT search.part_sql($1, 100, $2, '', 'ASC', 0.3) AS sql", [
    JSON.stringify(parse('"answer number1*"')),
    SIZE - 1,
  ]);
  const plan = await planOf(`${rows[0].sql} LIMIT 51`);
  // Under a sort every text would be asked before the first is shown.
  expect(plan.map((node) => node["Node Type"]).slice(0, 2)).toEqual(["Limit", "Merge Append"]);
});

/** How often the index of words is read while `sql` runs. */
async function readsOfTheIndex(sql: string, values: readonly unknown[]): Promise<{ found: number; reads: number }> {
  const reads = async (): Promise<number> =>
    (
      await world.admin.query(
        "SELECT sum(pg_stat_get_xact_numscans(c.oid))::int AS reads FROM pg_class c WHERE c.relkind = 'i' AND c.relname LIKE '%words_idx%'",
      )
    ).rows[0].reads;
  await world.admin.query("BEGIN");
  const before = await reads();
  const { rowCount } = await world.admin.query(sql, [...values]);
  const after = await reads();
  await world.admin.query("ROLLBACK");
  return { found: rowCount ?? 0, reads: after - before };
}

const firstPage = "SELECT * FROM search.stretches($1, 0, $2, ' AND c.tier <= 2', 'ASC', 51)";

test.each([
  ["prompt:(third) then output:(answer*)", 1],
  ["third AND answer*", 0],
  ["third", 0],
  ["word17 AND number*", 2],
])("a first page of %s reads lists of the index %i times", async (q, most) => {
  const { found, reads } = await readsOfTheIndex(firstPage, [JSON.stringify(parse(q)), SIZE - 1]);
  expect(found).toBeGreaterThan(0);
  expect(reads).toBeLessThanOrEqual(most);
});

test.each([
  "third",
  "NOT third",
  "often AND NOT third",
  "third AND answer*",
  "third AND number1*",
  "third OR word17",
  '"often word1*"',
  "prompt:(third) then output:(answer*)",
  "prompt:(word17 OR word18) then output:(number*)",
  "turn:(third AND often) AND answ*",
  "third w/3 oft*",
])("pages of %s, one after the other, are what all of it is", async (q) => {
  const question = JSON.stringify(parse(q));
  const { rows } = await world.admin.query("SELECT search.part_sql($1, 0, $2, '', 'ASC') AS sql", [question, SIZE - 1]);
  const all = (await world.admin.query<{ docno: number }>(rows[0].sql)).rows.map(({ docno }) => docno);
  const page = async (lo: number, hi: number, way: string, limit: number): Promise<number[]> =>
    (
      await world.admin.query<{ docno: number }>("SELECT docno FROM search.stretches($1, $2, $3, ' AND c.tier <= 2', $4, $5)", [
        question,
        lo,
        hi,
        way,
        limit,
      ])
    ).rows.map(({ docno }) => docno);
  for (const [lo, hi, limit] of [
    [0, SIZE - 1, 51],
    [17, 600, 201],
    [1_234, 1_900, 7],
    [29_400, SIZE - 1, 201],
  ] as const) {
    const within = all.filter((docno) => docno >= lo && docno <= hi);
    expect(await page(lo, hi, "ASC", limit)).toEqual(within.slice(0, limit));
    expect(await page(lo, hi, "DESC", limit)).toEqual(within.toReversed().slice(0, limit));
  }
});

test("a step of a count takes few texts apart for a word that the index knows, however common", async () => {
  const { found, calls } = await foldedBy(
    `SELECT d FROM record.volume v, search.bits_in(v, jsonb_populate_record(NULL::access.actor, '{"tier": 2}'), $1, '{}', 0, 999999, 0, ${SIZE}) b, search.numbers_of(b.bits, 0, ${SIZE - 1}) d`,
    [JSON.stringify(parse("often"))],
  );
  expect(found).toBe(SIZE);
  expect(calls).toBeLessThan(1_500);
  const { rows } = await world.admin.query("SELECT search.part_sql($1, 0, 999999, NULL, NULL) AS sql", [JSON.stringify(parse("often"))]);
  expect((await planOf(rows[0].sql)).map((node) => node["Relation Name"])).not.toContain("conversation");
});

test("a count that has to ask many texts may ask them by several processes", async () => {
  await world.admin.query("BEGIN; SET LOCAL min_parallel_table_scan_size = 0; SET LOCAL parallel_setup_cost = 0");
  const { rows } = await world.admin.query("SELECT search.part_sql($1, 0, 999999, NULL, NULL) AS sql", [
    JSON.stringify(parse('"answer number*"')),
  ]);
  const types = (await planOf(rows[0].sql)).map((node) => node["Node Type"]);
  await world.admin.query("ROLLBACK");
  expect(types).toContain("Gather");
});

test("one conversation that is designated above somebody is hidden from them, and from nobody else", async () => {
  const hides = async () =>
    (await world.admin.query("SELECT search.hides_nothing(0, 1::smallint) AS one, search.hides_nothing(0, 2::smallint) AS two")).rows[0];
  await world.admin.query("BEGIN; SET LOCAL session_replication_role = replica");
  await world.admin.query("UPDATE record.conversation SET tier = 1");
  expect(await hides()).toEqual({ one: true, two: true });
  await world.admin.query("UPDATE record.conversation SET top_tier = 2 WHERE docno = 17");
  expect(await hides()).toEqual({ one: false, two: true });
  await world.admin.query("ROLLBACK");
});

test("the planner knows a common word from a rare one", async () => {
  const { rows } = await world.admin.query(
    "SELECT search.share_of('record.conversation_text_0000', 'third') AS common, search.share_of('record.conversation_text_0000', 'word17') AS rare",
  );
  expect(rows[0].common).toBeGreaterThan(0.2);
  expect(rows[0].common).toBeLessThan(0.5);
  expect(rows[0].rare).toBeLessThan(0.01);
});

test("how many hold words that the planner does not know is asked of the index", async () => {
  const { rows } = await world.admin.query("SELECT search.share_of('record.conversation_text_0000', 'often & word17') AS share");
  expect(rows[0].share).toBeCloseTo(SIZE / 5_000 / SIZE, 9);
});

test("a count goes on where a partition has lost its statistics, and its steps say nothing of what is hidden", async () => {
  const spans = async () => {
    const { rows } = await world.admin.query(
      "SELECT search.first_span(q, 0, 1::smallint) AS few, search.first_span(q, 0, 2::smallint) AS all FROM (SELECT $1::jsonb AS q) x",
      [JSON.stringify(parse('"often word17"'))],
    );
    return rows[0];
  };
  await world.admin.query("BEGIN; SET LOCAL session_replication_role = replica");
  await world.admin.query("UPDATE record.conversation SET tier = 1");
  await world.admin.query("UPDATE record.conversation SET top_tier = 2 WHERE docno = 17");
  expect(await spans()).toEqual({ few: 20_000, all: 1_000_000 });
  await world.admin.query("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relname = 'conversation_text_0000'");
  const { rows } = await world.admin.query("SELECT search.share_of('record.conversation_text_0000', 'often') AS share");
  expect(rows[0].share).toBeLessThanOrEqual(1);
  expect((await spans()).all).toBeGreaterThanOrEqual(40_000);
  await world.admin.query("ROLLBACK");
});
