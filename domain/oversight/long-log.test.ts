import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { connect } from "@/prisma/connect";
import { writeLongLog } from "@/prisma/testing/long-log";
import { newWorld, type World } from "@/prisma/testing/world";

const ENTRIES = 60_000;
let world: World;
let app: pg.Client;
let monitor: Actor;
let person: string;
const now = new Date("2026-10-01T12:00:00Z");

beforeAll(async () => {
  world = await newWorld();
  monitor = await world.actor("monitor");
  await writeLongLog(world.admin, world.matter, ENTRIES, now);
  const reporter = await connect(world.reporterUrl);
  // All but the last hundreds are summed up, as when the reporter has just been by.
  await reporter.query("SELECT oversight.roll_up($1, $2)", [world.matter, ENTRIES - 200]);
  await reporter.end();
  for (const table of ["oversight.hour", "oversight.listed", "oversight.opened"]) await world.admin.query(`ANALYZE ${table}`);
  person = (await world.admin.query("SELECT id FROM access.person WHERE email = 'expert@plaintiff.example'")).rows[0].id;
  app = await connect(world.appUrl);
  await app.query("SET max_parallel_workers_per_gather = 0");
  // A table this small is read whole sooner than by an index; of one of millions that must not be the only way.
  await app.query("SET enable_seqscan = off");
}, 120_000);
afterAll(async () => {
  await app.end();
  await world.close({ invented: true });
});

/** What a statement read of the tables that grow with the log: whole scans, and rows fetched by an index. Within one transaction, as the web process. */
async function readBy(sql: string, values: unknown[]) {
  await app.query("BEGIN");
  await app.query("SELECT api.begin($1, true)", [monitor.secret]);
  const before = await reads();
  const { rows } = await app.query(sql, values);
  const after = await reads();
  await app.query("ROLLBACK");
  return { answered: rows.length, scanned: after.scanned - before.scanned, fetched: after.fetched - before.fetched };
}

async function reads(): Promise<{ scanned: number; fetched: number }> {
  const { rows } = await app.query(
    `SELECT sum(seq_tup_read)::int AS scanned, sum(idx_tup_fetch)::int AS fetched FROM pg_stat_xact_user_tables
     WHERE schemaname IN ('audit', 'oversight') AND relname IN ('entry', 'leaf', 'hour', 'listed', 'opened')`,
  );
  return rows[0];
}

const day = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
const log = "SELECT e.id FROM audit.entry e WHERE e.matter_id = access.my_matter()";
// What is not summed up yet is 200 leaves, each with its entry, and what hangs on them; the sums of thirty days are some 4,000 rows.
const TAIL = 6_000;
const questions: readonly (readonly [what: string, sql: string, values: unknown[], most: number])[] = [
  ["the sums of thirty days", "SELECT * FROM api.activity($1, $2, '{day,side}', NULL)", [day(29), day(-1)], TAIL],
  ["the sums of one person's year", "SELECT * FROM api.activity($1, $2, '{day}', $3)", [day(364), day(-1), "person"], TAIL + 15_000],
  ["the sums of one day's hours", "SELECT * FROM api.activity($1, $2, '{hour,side}', NULL)", [day(40), day(39)], TAIL],
  ["where a conversation was listed", "SELECT * FROM api.listed('LONG-000000500', NULL, 51)", [], TAIL],
  [
    "a page of the entries of some days",
    "SELECT * FROM api.lines(1000000, $1, $2, NULL, false, NULL, NULL, 2000)",
    [day(30), day(20)],
    5_000,
  ],
  [
    "the first page of what a roster looks back for",
    "SELECT * FROM api.lines_of(1000000, $1, '{people:add,undertaking:sign}', 0, 2000)",
    [day(30)],
    2_000,
  ],
  ["a page of the log", `${log} ORDER BY e.id DESC LIMIT 201`, [], 500],
  ["a page of a person's entries", `${log} AND e.person_id = $1 ORDER BY e.id DESC LIMIT 201`, ["person"], 500],
  ["a page of refusals", `${log} AND e.outcome = 'refused' ORDER BY e.id DESC LIMIT 51`, [], 500],
  ["a page of the looks at a conversation", `${log} AND e.object = 'conversation:LONG-000000500' ORDER BY e.id DESC LIMIT 51`, [], 500],
];
test.each(questions)("%s are read by an index, and no more of them than are needed", async (_what, sql, values, most) => {
  const { answered, scanned, fetched } = await readBy(
    sql,
    values.map((value) => (value === "person" ? person : value)),
  );
  expect(answered).toBeGreaterThanOrEqual(sql.includes("lines_of") || sql.includes("LONG-000000500") ? 0 : 1);
  expect(scanned).toBe(0);
  expect(fetched).toBeLessThan(most);
});
