import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { PARSER_VERSION } from "@/domain/search/version";
import { db } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { amendSettings } from "@/prisma/testing/settings";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { cancelTermReport } from "./cancel";
import { insertReport, stepReport } from "./data";
import { reportSettled } from "./job";
import { asksForCodes, linesOf } from "./lines";
import { listTermReports } from "./list";
import { listTerms } from "./list-terms";
import { makeTermReport } from "./make";
import { readTermReport } from "./read";
import { resumeTermReport } from "./resume";
import { MakeTermReport, type Term } from "./schema";

let world: World;
let counsel: Actor;
beforeAll(async () => {
  world = await newWorld();
  // More answers in one partition than are kept as numbers, so that unique hits come from bitmaps, from numbers, and from both.
  await world.volume(
    Array.from({ length: 2_400 }, (_, i) =>
      talk([`${i % 2 ? "odd" : "even"} ${i % 3 ? "" : "third"} ${i % 400 ? "" : "rare"} ${i % 600 ? "" : "rarer"}`, `said n${i % 7}`]),
    ),
    { tier: 1 },
  );
  await world.volume(
    Array.from({ length: 60 }, (_, i) => talk([`${i % 2 ? "odd" : "even"} quagga`])),
    { tier: 2 },
  );
  counsel = await world.actor("plaintiff counsel");
});
afterAll(() => world.close());

const list = ["even", "third", "rare", "rarer", "quagga", '"said n3"', "nowhere"];

let made = 0;
async function whole(actor: Actor, terms = list): Promise<string> {
  const { id } = await makeTermReport(actor, MakeTermReport.parse({ name: `Whole ${++made}`, terms }));
  await reportSettled(id);
  return id;
}

/** A report that nothing carries on but the test. */
async function begun(actor: Actor, terms = list) {
  const read = linesOf(terms.join("\n"), actor.order.settings);
  const about = { name: `Begun ${++made}`, filters: {}, byTurn: true, byCode: asksForCodes(read.lines, {}), parserVersion: PARSER_VERSION };
  const id = await act(actor, "search:report", {}, async (tx, permit) => {
    const made = await insertReport(tx, permit, about, read);
    if (!made) throw new DomainError("conflict", "Taken.");
    return { result: made };
  });
  return { id, step: (ms = 0, limit = 60_000) => db().$transaction((tx) => stepReport(tx, actor, id, ms, limit), { timeout: 60_000 }) };
}

async function numbersOf(actor: Actor, id: string): Promise<Term[]> {
  const page = await listTerms(actor, { id, limit: 500, format: "json" });
  if (page instanceof Response) throw new Error("No page.");
  return [...page.items];
}

// Nobody did it, so there is no entry.
async function cleared(person: string, tier: number) {
  await world.admin.query("SET session_replication_role = replica");
  await world.admin.query("UPDATE access.membership SET tier = $2 WHERE person_id = $1", [person, tier]);
  await world.admin.query("SET session_replication_role = origin");
}

test("hits, unique hits and shared hits are right where answers are many, where they are few, and where both meet", async () => {
  const id = await whole(counsel);
  const hits: Record<string, (i: number) => boolean> = {
    even: (i) => i % 2 === 0,
    third: (i) => i < 2_400 && i % 3 === 0,
    rare: (i) => i < 2_400 && i % 400 === 0,
    rarer: (i) => i < 2_400 && i % 600 === 0,
    quagga: (i) => i >= 2_400,
    '"said n3"': (i) => i < 2_400 && i % 7 === 3,
    nowhere: () => false,
  };
  const all = Array.from({ length: 2_460 }, (_, i) => list.filter((term) => hits[term]?.(i)));
  const terms = await numbersOf(counsel, id);
  expect(terms.map(({ term, conversations, unique }) => [term, conversations, unique])).toEqual(
    list.map((term) => [term, all.filter((of) => of.includes(term)).length, all.filter((of) => of.length === 1 && of[0] === term).length]),
  );
  expect(await readTermReport(counsel, { id })).toMatchObject({
    state: "done",
    total: 2_460,
    hits: all.filter((of) => of.length > 0).length,
    shared: all.filter((of) => of.length > 1).length,
  });
});

test("a report is its own side's alone, and the log says that it was made, neither its name nor its terms", async () => {
  const { id } = await makeTermReport(counsel, MakeTermReport.parse({ name: "Okapi round", terms: "okapi\n(gnu" }));
  await reportSettled(id);
  const theirs = await world.actor("defense counsel");
  expect((await listTermReports(theirs, { limit: 50 })).items).toEqual([]);
  const nothing = { code: "not_found" };
  await expect(readTermReport(theirs, { id })).rejects.toMatchObject(nothing);
  await expect(listTerms(theirs, { id, limit: 5, format: "json" })).rejects.toMatchObject(nothing);
  await expect(listTerms(theirs, { id, limit: 5, format: "csv" })).rejects.toMatchObject(nothing);
  await expect(cancelTermReport(theirs, { id })).rejects.toMatchObject(nothing);
  await expect(resumeTermReport(theirs, { id })).rejects.toMatchObject(nothing);
  for (const who of ["monitor", "custodian", "operator"] as const) {
    const other = await world.actor(who);
    const input = MakeTermReport.parse({ name: "Mine", terms: "okapi" });
    await expect(makeTermReport(other, input)).rejects.toMatchObject({ code: "refused" });
    await expect(readTermReport(other, { id })).rejects.toMatchObject({ code: "refused" });
    await expect(listTerms(other, { id, limit: 5, format: "csv" })).rejects.toMatchObject({ code: "refused" });
  }
  // Whatever the application asks of the tables in their name, it is given no row.
  const app = new pg.Client({ connectionString: world.appUrl });
  await app.connect();
  for (const actor of [theirs, await world.actor("monitor"), await world.actor("custodian")]) {
    await app.query("SELECT set_config('app.session', $1, false)", [actor.secret]);
    for (const table of ["work.term_report", "work.report_term"])
      expect((await app.query(`SELECT count(*)::int AS n FROM ${table}`)).rows).toEqual([{ n: 0 }]);
  }
  await expect(app.query("SELECT FROM search.report_chunk")).rejects.toMatchObject({ code: "42501" });
  await expect(app.query("UPDATE work.term_report SET name = 'x'")).rejects.toMatchObject({ code: "42501" });
  await app.end();
  const { rows } = await world.admin.query(
    "SELECT row_to_json(e)::text AS row, d.entry_id IS NOT NULL OR e.detail_commitment IS NOT NULL AS sealed FROM (SELECT e.*, e.detail->>'commitment' AS detail_commitment FROM audit.entry e) e LEFT JOIN audit.detail d ON d.entry_id = e.id WHERE action = 'search:report' AND object = $1",
    [`terms:${id}`],
  );
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(({ row }) => row).join()).not.toMatch(/okapi|gnu/i);
  expect(rows[0].row).toMatch(/"terms":\s?2/);
});

test("nothing above a clearance is in its numbers, and a report for a higher one is not there", async () => {
  const { person } = counsel;
  const high = await whole(counsel);
  const { rows } = await world.admin.query("SELECT first_docno FROM record.volume WHERE name = 'Volume 1'");
  await world.admin.query("BEGIN");
  await world.admin.query("SELECT audit.append(NULL::access.actor, 'designation:set', NULL, 'done', NULL, NULL, NULL, NULL)");
  await world.admin.query("SELECT record.designate($1, 1, 2::smallint)", [rows[0].first_docno]); // the prompt of one that every other answers too
  await world.admin.query("COMMIT");
  await cleared(person, 1);
  const low = await world.actor("plaintiff counsel");
  await expect(readTermReport(low, { id: high })).rejects.toMatchObject({ code: "not_found" });
  await expect(listTerms(low, { id: high, limit: 9, format: "json" })).rejects.toMatchObject({ code: "not_found" });
  await expect(resumeTermReport(low, { id: high })).rejects.toMatchObject({ code: "not_found" });
  const id = await whole(low);
  const before = await numbersOf(await world.actor("plaintiff expert"), high);
  const numbers = await numbersOf(low, id);
  expect(numbers.map(({ conversations }) => conversations)).toEqual(
    before.map(({ term, conversations }) => conversations - ({ even: 31, third: 1, rare: 1, rarer: 1, quagga: 60 }[term] ?? 0)),
  );
  expect((await readTermReport(low, { id })).hits).toBe(
    (await readTermReport(await world.actor("plaintiff expert"), { id: high })).hits - 61,
  );
  expect((await readTermReport(await world.actor("plaintiff expert"), { id: high })).outOfDate).toBe("data");
  await cleared(person, 2);
  counsel = await world.actor("plaintiff counsel");
});

test("what is ended, interrupted or lost in the middle is taken up by a colleague, and says the same in the end", async () => {
  const expected = await numbersOf(counsel, await whole(counsel));
  const { id, step } = await begun(counsel);
  for (let i = 0; i < 3; i++) expect(await step()).toBe("running");
  expect((await numbersOf(counsel, id))[0]).toMatchObject({
    conversations: expected[0]?.conversations && expect.any(Number),
    atLeast: "all",
    unique: null,
  });
  expect(await cancelTermReport(counsel, { id })).toEqual({ state: "cancelled" });
  expect(await step()).toBe("cancelled");
  await world.admin.query("TRUNCATE search.report_chunk"); // what a crash does to a table that is not logged
  const colleague = await world.actor("plaintiff expert");
  expect(await resumeTermReport(colleague, { id })).toEqual({ state: "running" });
  await reportSettled(id);
  expect(await numbersOf(counsel, id)).toEqual(expected);
  expect(await readTermReport(counsel, { id })).toMatchObject({ state: "done", looked: 1 });
  expect(await cancelTermReport(counsel, { id })).toEqual({ state: "done" });
  const { id: left } = await begun(counsel);
  await world.admin.query("UPDATE work.term_report SET due_at = now() - interval '1 second' WHERE id = $1", [left]);
  expect((await readTermReport(counsel, { id: left })).state).toBe("interrupted");
});

test("a report on which the data changes begins anew, so that its numbers are of one moment", async () => {
  const { id, step } = await begun(counsel, ["even", "odd"]);
  await step();
  await world.volume([talk(["even odd"])]);
  while ((await step()) === "running");
  const terms = await numbersOf(counsel, id);
  const fresh = await numbersOf(counsel, await whole(counsel, ["even", "odd"]));
  expect(terms).toEqual(fresh);
  expect((await readTermReport(counsel, { id })).outOfDate).toBeNull();
});

test("a term that takes longer than one search may says at least, and the others go on", async () => {
  const { id, step } = await begun(counsel, ["even", "third", "odd"]);
  await step();
  await world.admin.query("UPDATE work.report_term SET find_ms = 60000, turn_ms = 60000 WHERE report_id = $1 AND n = 2", [id]);
  while ((await step()) === "running");
  const [even, third, odd] = await numbersOf(counsel, id);
  expect([even?.atLeast, third?.atLeast, odd?.atLeast]).toEqual([null, "all", null]);
  expect(await readTermReport(counsel, { id })).toMatchObject({ state: "done", cut: true });
});

test("a regular expression that does not end is ended by the time of one search, and spoils no other term", async () => {
  await amendSettings(world, { searchSeconds: 1 });
  // Of what an expression could match at every place its automaton keeps hundreds of states: some fifteen seconds for all of these.
  let drawn = 1;
  const letters = Array.from({ length: 100_000 }, () =>
    (drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648) > 1_073_741_824 ? "a" : "b",
  );
  await world.volume(Array.from({ length: 30 }, () => talk([`slowly ${letters.join("")}`])));
  const actor = await world.actor("plaintiff counsel");
  const { id, step } = await begun(actor, ["slowly", 'slowly AND "##(a|b)*a(a|b){250}c"', "even"]);
  const states: string[] = [];
  for (let state = "running"; state === "running"; states.push(state)) state = await step(0, 1_500);
  expect(states.at(-1)).toBe("done");
  const terms = await numbersOf(actor, id);
  expect(terms.map(({ atLeast, problem }) => [atLeast, problem])).toEqual([
    [null, null],
    ["all", null],
    [null, null],
  ]);
  expect(await readTermReport(actor, { id })).toMatchObject({ state: "done", cut: true });
  await amendSettings(world, { searchSeconds: 60 });
});

test("a report that is done changes in nothing, whoever asks the database", async () => {
  const id = await whole(counsel, ["even"]);
  const refused = { code: "42501" };
  await expect(world.admin.query("UPDATE work.term_report SET hits = 1 WHERE id = $1", [id])).rejects.toMatchObject(refused);
  await expect(world.admin.query("UPDATE work.report_term SET uniques = 1 WHERE report_id = $1", [id])).rejects.toMatchObject(refused);
});

test("reports that are under way at once take turns, and each is worked out", async () => {
  const ids = await Promise.all(
    ["even", "odd", "third"].map(async (term) => {
      const { id } = await makeTermReport(counsel, MakeTermReport.parse({ name: `At once ${term}`, terms: [term, "rare"] }));
      return id;
    }),
  );
  await Promise.all(ids.map(reportSettled));
  for (const id of ids) expect(await readTermReport(counsel, { id })).toMatchObject({ state: "done" });
});
