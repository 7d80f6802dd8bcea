import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { compileNow } from "@/domain/filings/compile-now";
import { SetFlags } from "@/domain/flags/schema";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { connect } from "@/prisma/connect";
import { sequence } from "@/prisma/testing/sequenced";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { readDay } from "./day";
import { listFlags } from "./flags";
import { readLive } from "./live";
import { readOverview } from "./overview";
import { listPeopleSums } from "./people";
import { readPersonActivity } from "./person";
import { setFlags } from "./set-flags";
import { readTrail } from "./trail";
import { readWitness } from "./witness";

let world: World;
let reporter: pg.Client;
let monitor: Actor;
let until: string;
const secret = "zebra crossing";
const control = (n: number) => `T1-${String(n).padStart(9, "0")}`;

beforeAll(async () => {
  world = await newWorld();
  reporter = await connect(world.reporterUrl);
  await world.volume(Array.from({ length: 60 }, (_, i) => talk([`Question ${i}`, `Answer ${i}`, "More?", "No."])));
  monitor = await world.actor("monitor");
  const expert = await world.actor("plaintiff expert");
  const counsel = await world.actor("defense counsel");
  await searchConversations(expert, SearchConversations.parse({ q: `"${secret}" or question`, limit: 20 }));
  for (const n of [1, 2, 2, 3]) await viewConversation(expert, { id: control(n) });
  await viewConversation(expert, { id: "T1-999999999" }).catch(() => undefined);
  await sequence(world.admin, world.matter);
  // Half is rolled up, the rest is read from the leaves themselves.
  await reporter.query("SELECT oversight.roll_up($1, 6)", [world.matter]);
  await viewConversation(counsel, { id: control(2) });
  await viewConversation(expert, { id: control(4) });
  await searchConversations(counsel, SearchConversations.parse({ q: "nothing-of-the-kind" }));
  await sequence(world.admin, world.matter);
  until = (await world.admin.query("SELECT now() AS at")).rows[0].at.toISOString();
});
afterAll(async () => {
  await reporter.end();
  await world.close();
});

const today = () => until.slice(0, 10);
const person = async (email: string) => (await listPeopleSums(monitor, { until, days: 30 })).items.find((one) => one.email === email);

async function inStages(check: () => Promise<void>) {
  for (let rolled = 1; rolled > 0; ) {
    await check();
    rolled = Number((await reporter.query("SELECT oversight.roll_up($1, 5) AS n", [world.matter])).rows[0].n);
  }
  await check();
}

test("what the pages sum in SQL is what the fold makes of the same entries, however much of them is rolled up", async () => {
  const { report } = await compileNow(monitor, { kind: "access", from: today(), to: today() });
  await sequence(world.admin, world.matter);
  const again = await compileNow(monitor, { kind: "access", from: today(), to: today() });
  await inStages(async () => {
    const { items } = await listPeopleSums(monitor, { until, days: 1 });
    for (const one of again.report.people) {
      const sums = items.find(({ email }) => email === one.email);
      const { sessions, opened, turns, characters, searches, listed, counts, exported, downloads, refused } = one;
      expect(sums, one.email ?? "").toMatchObject({
        ...{ sessions, opened, turns, characters, searches, listed, counts, exported, downloads, refused, different: one.conversations },
      });
    }
    const { rows } = await readOverview(monitor, { until, days: 7 });
    for (const day of report.days.filter(({ side }) => side === "plaintiff"))
      expect(rows.find(({ side, day: name }) => side === day.side && name === day.day)).toMatchObject({
        ...{ opened: day.opened, searches: day.searches, listed: day.listed, characters: day.characters, refused: day.refused },
      });
    const hours = (await readDay(monitor, { day: today() })).hours.filter(({ side }) => side === "plaintiff");
    expect(hours.reduce((sum, { opened }) => sum + opened, 0)).toBe(5);
  });
});

test("a person’s page counts looks, different conversations, turns and refusals, and lists their sessions", async () => {
  const expert = await person("expert@plaintiff.example");
  const activity = await readPersonActivity(monitor, { id: expert?.id ?? "", until, days: 30 });
  expect(activity.everything).toMatchObject({ opened: 5, different: 4, turns: 20, searches: 1, listed: 20, refused: 1 });
  expect(activity.rows.at(-1)).toMatchObject({ day: today(), opened: 5 });
  expect(activity.sessions.length).toBeGreaterThan(0);
  expect(activity.refusals).toHaveLength(1);
  await expect(readPersonActivity(monitor, { id: "00000000-0000-4000-8000-000000000000", until, days: 30 })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a conversation’s trail has its looks and its listings, rolled up or not", async () => {
  await inStages(async () => {
    const trail = await readTrail(monitor, { id: control(2) });
    expect(trail.looks.items.map(({ person: { email } }) => email)).toEqual([
      ...["counsel@defense.example", "expert@plaintiff.example", "expert@plaintiff.example"],
    ]);
    expect(trail.readers.map(({ email, looks }) => [email, looks])).toEqual([
      ["expert@plaintiff.example", 2],
      ["counsel@defense.example", 1],
    ]);
  });
  const searched =
    (await readTrail(monitor, { id: control(60) })).listed.items.length +
    (await readTrail(monitor, { id: control(1) })).listed.items.length;
  expect(searched).toBe(1); // twenty of sixty were listed: the first or the last
  expect((await readTrail(monitor, { id: "T9-000000001" })).looks.items).toEqual([]);
});

test("live activity names who does what, and never what was asked", async () => {
  const live = await readLive(monitor, {});
  expect(live.items[0]?.action).toBeDefined();
  expect(JSON.stringify(live)).not.toContain(secret);
  const newest = live.items[0]?.id ?? "0";
  expect((await readLive(monitor, { after: newest })).items.map(({ id }) => id)).toContain(newest);
});

test("flags of the running day are found from the entries, and begin where the monitor sets it", async () => {
  expect((await listFlags(monitor, {})).items).toEqual([]);
  await setFlags(monitor, SetFlags.parse({ refusals: { times: 1, minutes: 10 } }));
  const { items } = await listFlags(monitor, {});
  expect(items).toMatchObject([
    { kind: "refusals", email: "expert@plaintiff.example", sentence: "1 attempt refused in 1 minute (not_found)." },
  ]);
  expect((await listFlags(monitor, { kind: "night" })).items).toEqual([]);
});

test("the witness page says what is in the tree and what waits", async () => {
  const { size, waiting, checkpoint } = await readWitness(monitor);
  expect(size).toBeGreaterThan(5);
  expect(waiting.entries).toBeGreaterThan(0);
  expect(waiting.oldest).not.toBeNull();
  expect(checkpoint).toBeNull();
});

test("nobody but the monitor reads any of it, in the application or in the database", async () => {
  for (const who of ["plaintiff expert", "defense counsel", "custodian", "operator"] as const) {
    const actor = await world.actor(who);
    const asked = [
      () => readOverview(actor, { until, days: 7 }),
      () => listPeopleSums(actor, { until, days: 7 }),
      () => readDay(actor, { day: today() }),
      () => listFlags(actor, {}),
      () => readWitness(actor),
      () => setFlags(actor, SetFlags.parse({})),
      () => compileNow(actor, { kind: "roster", from: today(), to: today() }),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: "refused" });
    const app = await connect(world.appUrl);
    for (const sql of [
      "SELECT * FROM api.activity(now(), now(), '{}', NULL)",
      "SELECT * FROM api.lines(9, now(), now(), NULL, false, NULL, NULL, 9)",
      "SELECT * FROM api.habits(now(), now())",
    ]) {
      await app.query("BEGIN");
      await app.query("SELECT api.begin($1, true)", [actor.secret]);
      await expect(app.query(sql), sql).rejects.toMatchObject({ code: "42501" });
      await app.query("ROLLBACK");
    }
    await app.query("BEGIN");
    await app.query("SELECT api.begin($1, true)", [actor.secret]);
    expect((await app.query("SELECT * FROM oversight.flag_settings")).rows).toEqual([]);
    await app.query("ROLLBACK");
    await app.end();
  }
});
