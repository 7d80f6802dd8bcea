import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, talk, type World } from "@/prisma/testing/world";

// The record could be spread over several servers by number of conversation (docs/architecture.md, "What could be spread"). Nothing here runs a
// spread database: the catalog is held against what Citus 13.2 refused when it was tried, so that no later table closes the way.

/** What is spread, each by this column. They lie together: the same number on the same server. */
const COLUMN = "docno";
const spread = ["record.conversation", "record.conversation_source", "record.conversation_text", "record.next_span", "record.span"];
/** Small, and the same everywhere: what is spread is read beside them. */
const everywhere = ["record.language", "record.model", "record.part", "record.volume"];
/** On one server: what people and searches make of the record, though it names conversations. */
const inOnePlace = [
  "record.challenge",
  "record.designation",
  "record.found_span",
  "record.out_of_frame",
  "record.leak_place",
  "record.leak_search",
  "record.lost_cover",
  "record.lifted_cover",
  "record.lifted_place",
  "record.likely",
  "record.reading_mark",
  "record.reading_unit",
  "record.redaction",
  "record.span_under",
  "record.staged",
  "record.statistic",
  "record.succession",
  "record.turn_tier",
  "release.hold",
  "search.chunk",
  "search.code_bits",
  "search.code_touched",
  "search.facet",
  "search.ranking",
  "search.run",
  "work.coding",
  "work.set_part",
  "work.term_report",
];

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["a"])]);
});
afterAll(() => world.close());

const OURS = "n.nspname IN ('access', 'api', 'audit', 'oversight', 'record', 'release', 'search', 'work')";

async function column(sql: string, values: unknown[] = []): Promise<string[]> {
  return (await world.admin.query({ text: sql, values, rowMode: "array" })).rows.map(([value]) => value as string);
}

/** The tables themselves with all their partitions. */
const partsOf = (tables: readonly string[]) =>
  column("SELECT DISTINCT x.relid::text FROM unnest($1::regclass[]) t, pg_partition_tree(t) x ORDER BY 1", [tables]);

test("what is partitioned by number is what is spread, by a column of one type", async () => {
  const { rows } = await world.admin.query(
    `SELECT c.oid::regclass::text AS table, a.attname::text AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS filled, p.partstrat AS strategy
     FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0] AND p.partnatts = 1 ORDER BY 1`,
  );
  expect(rows).toEqual(spread.map((table) => ({ table, column: COLUMN, type: "integer", filled: true, strategy: "r" })));
});

test("a conversation and all that is spread with it lie in partitions of the same numbers", async () => {
  const bounds =
    "SELECT pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass ORDER BY 1";
  const wanted = await column(bounds, ["record.conversation"]);
  expect(wanted.length).toBeGreaterThan(0);
  for (const table of ["record.conversation_source", "record.conversation_text"])
    expect(await column(bounds, [table]), table).toEqual(wanted);
  for (const table of spread) expect(wanted, table).toEqual(expect.arrayContaining(await column(bounds, [table])));
});

test("every table that names a conversation or a partition says where it belongs", async () => {
  const naming = await column(
    `SELECT DISTINCT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
     WHERE ${OURS} AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND (a.attname ~ 'docno|^(conversation|conversation_id|older|newer)$' OR a.attname = 'part') ORDER BY 1`,
  );
  expect(new Set(naming)).toEqual(new Set([...spread, ...inOnePlace, "record.part", "record.volume"]));
});

test("every key and every unique index of what is spread holds the number", async () => {
  const without = await column(
    `SELECT i.indexrelid::regclass::text FROM pg_index i WHERE i.indrelid = ANY ($1::regclass[]) AND (i.indisunique OR i.indisexclusion)
       AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = $2 AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]))`,
    [await partsOf(spread), COLUMN],
  );
  expect(without).toEqual([]);
  const unkeyed = await column(
    "SELECT t::text FROM unnest($1::regclass[]) t WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = t AND i.indisprimary)",
    [spread],
  );
  expect(unkeyed).toEqual([]);
});

test("a foreign key of what is spread holds the number, or leads to what is everywhere", async () => {
  const astray = await column(
    `SELECT conrelid::regclass || ': ' || pg_get_constraintdef(k.oid) FROM pg_constraint k, LATERAL (SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attname = $2) own
     WHERE k.contype = 'f' AND k.conrelid = ANY ($1::regclass[]) AND NOT (k.confrelid = ANY ($3::regclass[]))
       AND NOT EXISTS (SELECT FROM unnest(k.conkey, k.confkey) x(here, there) JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = x.there
         WHERE k.confrelid = ANY ($1::regclass[]) AND x.here = own.attnum AND b.attname = $2)`,
    [await partsOf(spread), COLUMN, everywhere],
  );
  expect(astray).toEqual([]);
  const into = await column(
    "SELECT conrelid::regclass || ': ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND confrelid = ANY ($1::regclass[]) AND NOT (conrelid = ANY ($1::regclass[]))",
    [await partsOf(spread)],
  );
  expect(into).toEqual([]);
});

test("what is spread has no triggers and no rules", async () => {
  const found = await column(
    `SELECT tgrelid::regclass || ': ' || tgname FROM pg_trigger WHERE tgrelid = ANY ($1::regclass[]) AND NOT tgisinternal
     UNION ALL SELECT ev_class::regclass || ': ' || rulename FROM pg_rewrite WHERE ev_class = ANY ($1::regclass[])`,
    [await partsOf(spread)],
  );
  expect(found).toEqual([]);
});

test("no policy of what is spread asks another table", async () => {
  const asking = await column(
    `SELECT polrelid::regclass || ': ' || polname FROM pg_policy WHERE polrelid = ANY ($1::regclass[])
       AND concat(pg_get_expr(polqual, polrelid), ' ', pg_get_expr(polwithcheck, polrelid)) ~* '\\mselect\\M'`,
    [await partsOf(spread)],
  );
  expect(asking).toEqual([]);
});

type Source = { readonly name: string; readonly body: string };
const functions = async (): Promise<Source[]> =>
  (
    await world.admin.query(
      `SELECT p.oid::regprocedure::text AS name, pg_get_functiondef(p.oid) AS body FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OURS} AND p.prokind IN ('f', 'p')
         UNION ALL SELECT c.oid::regclass::text, pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS} AND c.relkind IN ('v', 'm')`,
    )
  ).rows;
const statementsOf = ({ name, body }: Source) => body.split(";").map((statement) => `${name}: ${statement.replace(/\s+/g, " ").trim()}`);
const names = spread.map((table) => table.replace(".", "\\.")).join("|");

test("no function, view or statement of the program groups by sets of columns", async () => {
  const sources = ["app", "cli", "components", "domain", "lib"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("bench/")) // which holds bare SQL against what the program does
      .map((name) => ({ name: `${folder}/${name}`, body: readFileSync(`${folder}/${name}`, "utf8") })),
  );
  const all = [...(await functions()), ...sources];
  expect(all.length).toBeGreaterThan(1_000);
  expect(
    all
      .filter(({ body }) => /grouping\s+sets|\b(cube|rollup|CUBE|ROLLUP)\s*\(/.test(body.replace(/GROUPING\s+SETS/g, "grouping sets")))
      .map(({ name }) => name),
  ).toEqual([]);
});

test("a conversation is locked by its number, never several at once", async () => {
  const locking = (await functions())
    .flatMap(statementsOf)
    .filter((said) => new RegExp(`FROM (${names})\\b.*FOR (NO KEY )?UPDATE`, "i").test(said));
  expect(locking.length).toBeGreaterThan(0);
  expect(locking.filter((said) => !/WHERE (\w+\.)?docno = p_docno\b/.test(said))).toEqual([]);
});

test("a number is never changed", async () => {
  const changing = (await functions()).flatMap(statementsOf).filter((said) => new RegExp(`UPDATE (${names})\\b`, "i").test(said));
  expect(changing.length).toBeGreaterThan(0);
  expect(changing.filter((said) => /SET \(?(.*, )?docno\b[^=]*=/.test(said))).toEqual([]);
});
