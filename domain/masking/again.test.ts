import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { OrderSettings } from "@/domain/orders/schema";
import { liftRedaction } from "@/domain/redactions/lift";
import { makeRedaction } from "@/domain/redactions/make";
import { MakeRedaction } from "@/domain/redactions/schema";
import { readVolume } from "@/domain/volumes/read";
import { makeVolume } from "@/prisma/seed/volume";
import { amendSettings } from "@/prisma/testing/settings";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { SearchVolume } from "./schema";
import { searchVolume } from "./search-volume";

let world: World;
let custodian: Actor;
let expert: Actor;
let counsel: Actor;
const running: ChildProcess[] = [];

beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
  expert = await world.actor("plaintiff expert");
  counsel = await world.actor("defense counsel");
});
afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  await world.close();
});

const load = (name: string, controlPrefix: string, said: readonly (readonly string[])[]) =>
  makeVolume(
    world.intakeUrl,
    { matter: world.matter, name, controlPrefix },
    said.map((turns, i) => talk(turns, { startedAt: new Date(Date.UTC(2023, 5, 15, 0, 0, i)).toISOString() })),
  );
const search = (volume: string, more: Readonly<Record<string, unknown>> = {}) =>
  searchVolume(custodian, SearchVolume.parse({ volume, ...more }), { intakeUrl: world.intakeUrl });
const shown = async (id: string, actor = expert) => (await viewConversation(actor, { id })).items.map(({ text }) => text);
const report = async (id: string) => (await readVolume(counsel, { id })).deidReport;

test("a name that many conversations share is read by everyone, and not one by which its bearer signs, however often", async () => {
  const told = Array.from({ length: 12 }, (_, i) => [
    `What did Margaret Ellsworthy decide in case ${i}?`,
    `Margaret Ellsworthy ruled for them. Your name is Thomas Quillfeather, as you said.`,
  ]);
  const signs = Array.from({ length: 12 }, (_, i) => [`My name is Deborah Vornakova. This is letter ${i}.`, "Thank you."]);
  await load("Names", "NAMES", [...told, ...signs, ["I met Margaret Ellsworthy and Robert Zelinkov.", "Did you?"]]);
  const order = (numbers: Readonly<Record<string, unknown>>) =>
    amendSettings(world, { covers: OrderSettings.parse({ covers: { plaintiff: { expert: 2 } } }).covers, ...numbers });
  await order({ publicNamesFrom: 10 });
  await search("Names");
  expect((await shown("NAMES-000000025"))[0]).toBe("I met Margaret Ellsworthy and [PERSON_1].".replace("[PERSON_1]", "[PERSON_2]"));
  expect((await shown("NAMES-000000013"))[0]).toBe("My name is [PERSON_1]. This is letter 0.");
  expect(await report("Names")).toMatchObject({
    names: { from: 10, setApart: 1, steps: [{ from: 10, names: 1 }, { from: 25, names: 0 }, {}, {}, {}, {}] },
  });
  await order({ publicNamesFrom: 14 });
  expect((await shown("NAMES-000000025"))[0]).toBe("I met [PERSON_1] and [PERSON_2].");
  expect((await report("Names"))?.names).toMatchObject({ from: 14, setApart: 0 });
  await order({ publicNamesFrom: 50 });
});

test("a second search takes the place of the first in one step, and what people masked stays", async () => {
  const said = "Card 4111 1111 1111 1111 of <<GONE-7>>, who lives at the mill.";
  await load("Twice", "TWICE", [
    [said, "Right."],
    ["Mail a@example.com.", "No."],
  ]);
  const first = await search("Twice");
  expect(first.placeholders).toEqual({});
  const shownFirst = "Card [CARD_1] of <<GONE-7>>, who lives at the mill.";
  expect((await shown("TWICE-000000001"))[0]).toBe(shownFirst);
  const start = shownFirst.indexOf("at the mill");
  const { id } = await makeRedaction(
    expert,
    MakeRedaction.parse({
      conversationId: "TWICE-000000001",
      turn: 1,
      start,
      end: start + 11,
      type: "ADDRESS",
      reason: "Everybody knows it.",
    }),
  );
  await expect(search("Twice")).rejects.toThrow("With --again it is searched anew");
  const second = await search("Twice", { again: true, placeholders: ["<<GONE-"] });
  expect(second.placeholders).toEqual({ "production's own": 1 });
  expect((await shown("TWICE-000000001"))[0]).toBe("Card [CARD_1] of <<GONE-7>>, who lives [ADDRESS_1].");
  expect((await shown("TWICE-000000002"))[0]).toBe("Mail [EMAIL_1].");
  expect(await report("Twice")).toMatchObject({
    version: 2,
    state: "done",
    setting: { placeholders: ["<<GONE-"] },
    next: null,
    earlier: [{ version: 1 }],
  });
  await liftRedaction(counsel, { id, reason: "A mill is no house.", everywhere: false });
  expect((await shown("TWICE-000000001"))[0]).toBe(shownFirst);
});

test("until a second search is done everyone reads what the first one left, and the report says that it is under way", async () => {
  await load(
    "Slow",
    "SLOW",
    Array.from({ length: 450 }, (_, i) => [`Write to a${i}@example.com or <<Q-1>>`, "Yes."]),
  );
  await search("Slow");
  const stop = new AbortController();
  const half = searchVolume(custodian, SearchVolume.parse({ volume: "Slow", again: true, placeholders: ["<<Q-"] }), {
    intakeUrl: world.intakeUrl,
    signal: stop.signal,
    onProgress: (done) => done >= 400 && stop.abort(),
  });
  await expect(half).rejects.toThrow();
  expect(await report("Slow")).toMatchObject({ version: 1, state: "done", next: { version: 2, conversations: 400 } });
  expect((await shown("SLOW-000000001"))[0]).toBe("Write to [EMAIL_1] or <<Q-1>>");
  await expect(search("Slow")).rejects.toThrow("half searched");
  await search("Slow", { placeholders: ["<<Q-"] });
  expect(await report("Slow")).toMatchObject({ version: 2, conversations: 450, placeholders: { "production's own": 450 } });
});

function searching(volume: string): { child: ChildProcess; ended: Promise<number | null> } {
  const asked = JSON.stringify({ actor: custodian, intakeUrl: world.intakeUrl, volume });
  const flags = [
    "--import",
    "tsx",
    "--conditions=react-server",
    "--disable-warning=ExperimentalWarning",
    "prisma/testing/search-volume.ts",
  ];
  const child = spawn(process.execPath, [...flags, asked], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  running.push(child);
  return { child, ended: once(child, "exit").then(([code]) => code as number | null) };
}

// The server finishes what it is at before it finds that nobody listens.
async function released(): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { rows } = await world.admin.query("SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND classid = 7273");
    if (rows[0].n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("its connection still holds the volume");
}

test("a search that is killed between and within its steps, and goes on, leaves the spans and the report of an undisturbed one", {
  timeout: 120_000,
}, async () => {
  const names = ["Anna Berg", "Xelia Vornak", "Tobias Rindt", "Maryam Sohrabi"];
  const said = Array.from({ length: 900 }, (_, i) => [
    `My name is ${names[i % 4]}, mail u${i}@example.com. ${i < 200 ? "See the quillon, a quillon, my quillon and one quillon" : "They met Quillon there"} in town ${i}.`,
    `Hello ${names[i % 4]?.split(" ")[0]?.toLowerCase()}, card 4111 1111 1111 1111 and NAME_${i % 5}.${i % 7 === 3 ? " See https://www.example.org/page" : ""}`,
  ]);
  await load("Whole", "WHOLE", said);
  await load("Broken", "BROKEN", said);
  const whole = await search("Whole");
  for (const wait of [0, 15, 60]) {
    const { child, ended } = searching("Broken");
    await once(child, "message");
    await new Promise((resolve) => setTimeout(resolve, wait));
    child.kill("SIGKILL");
    expect(await ended).toBe(null);
    await released();
  }
  const broken = await world.admin.query(
    "SELECT upto - first_docno + 1 AS done FROM record.span_search s JOIN record.volume v ON v.id = s.volume_id WHERE v.name = 'Broken'",
  );
  expect(broken.rows[0].done).toBeGreaterThan(0);
  expect(broken.rows[0].done).toBeLessThan(900);
  expect(await search("Broken")).toEqual(whole);
  const { rows } = await world.admin.query(
    `SELECT v.name, count(*)::int AS spans, md5(string_agg((y.docno - v.first_docno, y.turn, y.first, y.length, y.type, y.tier, y.score, y.rule, y.label, y.name)::text, ',' ORDER BY y.docno, y.turn, y.first)) AS hash
     FROM record.volume v JOIN record.span y ON y.docno BETWEEN v.first_docno AND v.first_docno + v.size - 1 WHERE v.name IN ('Whole', 'Broken') GROUP BY v.name`,
  );
  expect(rows.length).toBe(2);
  expect(rows[0].spans).toBeGreaterThan(3_000);
  expect([rows[0].spans, rows[0].hash]).toEqual([rows[1].spans, rows[1].hash]);
  const { rows: bits } = await world.admin.query(
    `SELECT bit_count(l.bits)::int AS n, length(l.bits) AS of, count(*)::int AS volumes FROM record.volume v JOIN record.part p ON p.volume_id = v.id JOIN record.likely l ON l.part = p.part
     WHERE v.name IN ('Whole', 'Broken') GROUP BY l.bits`,
  );
  expect(bits).toEqual([{ n: 129, of: 900, volumes: 2 }]);
});
