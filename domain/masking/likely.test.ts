import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { approveDeletion } from "@/domain/volumes/approve-deletion";
import { purgeVolumes } from "@/domain/volumes/purge";
import { requestDeletion } from "@/domain/volumes/request-deletion";
import { connect } from "@/prisma/connect";
import { makeVolume } from "@/prisma/seed/volume";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { SearchVolume } from "./schema";
import { searchVolume } from "./search-volume";

let world: World;
let custodian: Actor;
beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
});
afterAll(() => world.close());

const load = (name: string, said: readonly string[]) =>
  makeVolume(
    world.intakeUrl,
    { matter: world.matter, name, controlPrefix: name.toUpperCase() },
    said.map((text, i) => talk([text, "yes."], { startedAt: new Date(Date.UTC(2023, 5, 15, 0, 0, i)).toISOString() })),
  );
const search = (volume: string, more: Readonly<Record<string, unknown>> = {}) =>
  searchVolume(custodian, SearchVolume.parse({ volume, ...more }), { intakeUrl: world.intakeUrl });
/** Stops when so many conversations were searched. */
async function searchUntil(volume: string, until: number, more: Readonly<Record<string, unknown>> = {}) {
  const stop = new AbortController();
  const tools = { intakeUrl: world.intakeUrl, signal: stop.signal, onProgress: (done: number) => done >= until && stop.abort() };
  await expect(searchVolume(custodian, SearchVolume.parse({ volume, ...more }), tools)).rejects.toThrow();
}
const kept = async (volume: string) =>
  (
    await world.admin.query(
      `SELECT l.version, l.first - v.first_docno AS after, l.bits::text AS bits FROM record.volume v JOIN record.part p ON p.volume_id = v.id JOIN record.likely l ON l.part = p.part
       WHERE v.name = $1 ORDER BY l.version, l.first`,
      [volume],
    )
  ).rows;

const nothing = "nothing is said here.";
const web = "it stands at https://www.example.org/page for all.";
const marked = "it stands at <<https://www.example.org/page>> for all.";

test("of a volume that is searched one bit a conversation is kept: whether something in it only looks like personal data", async () => {
  await load("Bits", [nothing, web, "write to a@example.com.", web, nothing]);
  expect(await kept("Bits")).toEqual([]);
  const counts = await search("Bits");
  expect(counts.likely).toEqual({ URL: 2 });
  expect(await kept("Bits")).toEqual([{ version: 1, after: 0, bits: "01010" }]);
});

test("a search that breaks off and goes on keeps the bits of an undisturbed one", async () => {
  const said = Array.from({ length: 650 }, (_, i) => (i % 7 === 0 || i % 11 === 3 ? web : nothing));
  await load("Whole", said);
  await load("Broken", said);
  await search("Whole");
  await searchUntil("Broken", 200);
  await searchUntil("Broken", 400);
  expect((await kept("Broken")).map(({ after }) => after)).toEqual([0, 200]);
  await search("Broken");
  expect(await kept("Broken")).toEqual([{ version: 1, after: 0, bits: said.map((text) => (text === web ? "1" : "0")).join("") }]);
  expect(await kept("Broken")).toEqual(await kept("Whole"));
});

test("the bits of a newer search take the place of the former ones when it is done, and one that is given up leaves none", async () => {
  const said = Array.from({ length: 250 }, (_, i) => [nothing, web, marked][i % 3] ?? nothing);
  const bits = (looks: readonly string[]) => said.map((text) => (looks.includes(text) ? "1" : "0")).join("");
  await load("Again", said);
  await search("Again");
  const first = { version: 1, after: 0, bits: bits([web, marked]) };
  expect(await kept("Again")).toEqual([first]);
  await searchUntil("Again", 200, { again: true, placeholders: ["<<http"] });
  expect(await kept("Again")).toEqual([first, { version: 2, after: 0, bits: bits([web]).slice(0, 200) }]);
  expect(await newest("Again")).toBe(first.bits);
  await searchUntil("Again", 200, { again: true, placeholders: ["<<https"] });
  expect((await kept("Again")).map(({ version }) => version)).toEqual([1, 3]);
  await search("Again", { placeholders: ["<<https"] });
  expect(await kept("Again")).toEqual([{ version: 3, after: 0, bits: bits([web]) }]);
  expect(await newest("Again")).toBe(bits([web]));
});

/** What a sample would be drawn by. */
async function newest(volume: string) {
  const sql = "SELECT l.bits::text AS bits FROM record.volume v, record.likely_of(v.id) l WHERE v.name = $1";
  return (await world.admin.query(sql, [volume])).rows[0]?.bits;
}

test("where a search was begun before any bits were kept there are none when it is done, rather than half of them", async () => {
  await load("Older", Array<string>(250).fill(web));
  await searchUntil("Older", 200);
  await world.admin.query(
    "DELETE FROM record.likely l USING record.part p, record.volume v WHERE p.part = l.part AND v.id = p.volume_id AND v.name = 'Older'",
  );
  await search("Older");
  expect(await kept("Older")).toEqual([]);
  await search("Older", { again: true });
  expect(await kept("Older")).toEqual([{ version: 2, after: 0, bits: "1".repeat(250) }]);
});

test("a step that runs over the border of two partitions is kept in both", async () => {
  await load("Border", [nothing]);
  await world.admin.query("BEGIN");
  const { rows } = await world.admin.query("SELECT id FROM record.volume WHERE name = 'Border'");
  const id = rows[0].id;
  await world.admin.query(
    "INSERT INTO record.part (part, volume_id, first_docno, last_docno) VALUES (800, $1, 800999997, 800999999), (801, $1, 801000000, 801000004)",
    [id],
  );
  const add = (from: number, upto: number, docnos: readonly number[]) =>
    world.admin.query("SELECT record.add_likely($1::smallint, 1, $2, $3, $4)", [id, from, upto, docnos]);
  await add(800999997, 800999998, [800999998]);
  await add(800999999, 801000001, [800999999, 801000001]);
  await add(801000002, 801000004, [801000002]);
  await world.admin.query("SELECT record.join_likely($1::smallint, 1)", [id]);
  const joined = await world.admin.query("SELECT part, first, bits::text AS bits FROM record.likely WHERE part >= 800 ORDER BY part");
  await world.admin.query("ROLLBACK");
  expect(joined.rows).toEqual([
    { part: 800, first: 800999997, bits: "011" },
    { part: 801, first: 801000000, bits: "01100" },
  ]);
});

test("a volume that is deleted leaves no bit", async () => {
  await load("Deleted", [web, nothing]);
  await search("Deleted");
  expect(await kept("Deleted")).toHaveLength(1);
  const because = { id: "Deleted", confirm: "Deleted", reason: "Stipulated destruction", authority: "ECF 700" };
  await requestDeletion(custodian, because);
  await approveDeletion(await world.actor("monitor"), { id: "Deleted", confirm: "Deleted" });
  expect(await purgeVolumes(world.intakeUrl)).toEqual({ parts: 1, waits: false });
  expect(await kept("Deleted")).toEqual([]);
});

test("nobody is told a bit: the web process may not read them, and asks nothing that does but to draw a sample", async () => {
  const app = await connect(world.appUrl);
  await expect(app.query("SELECT * FROM record.likely")).rejects.toThrow("permission denied");
  await expect(app.query("SELECT * FROM record.likely_of(1::smallint)")).rejects.toThrow("permission denied");
  await app.end();
  const { rows } = await world.admin.query(
    `SELECT p.oid::regproc::text AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname IN ('access', 'api', 'audit', 'oversight', 'record', 'release', 'search', 'work') AND p.prosrc ~ 'likely_of|record\\.likely\\M' AND has_function_privilege('rr_app', p.oid, 'EXECUTE') ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(["api.draw_reading", "api.reading_frame"]);
});
