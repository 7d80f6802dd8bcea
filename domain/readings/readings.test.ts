import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { SearchVolume } from "@/domain/masking/schema";
import { searchVolume } from "@/domain/masking/search-volume";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { drawReading } from "./draw";
import { listReadings } from "./list";
import { markReading } from "./mark";
import { DrawReading } from "./schema";

let world: World;
let custodian: Actor;
let one: Actor;
let other: Actor;
let third: Actor;
beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
  [one, other, third] = [await world.actor("plaintiff expert"), await world.actor("defense expert"), await world.actor("defense counsel")];
  await world.volume([
    ...Array.from({ length: 80 }, (_, n) => talk([`Short ${n}`, "Yes."])),
    ...Array.from({ length: 19 }, (_, n) => talk([`Long ${n}`, "a", "b", "c", "d", "e"], { language: "de" })),
    talk(["Alone"], { language: "fr" }),
  ]);
});
afterAll(() => world.close());

const asked = (more: object = {}) =>
  DrawReading.parse({ volume: "Volume 1", size: 20, seed: "s1", first: one.email, second: other.email, adjudicator: third.email, ...more });
const units = async () =>
  (await world.admin.query("SELECT record.name_of(docno) AS name FROM record.reading_unit ORDER BY reading_id, place")).rows.map(
    ({ name }) => name as string,
  );
const mine = async (who: Actor) => (await listReadings(who, { volume: "Volume 1" })).items[0];

test("a custodian draws by strata and a seed, in proportion with one of each at least, and the same seed draws the same", async () => {
  await drawReading(custodian, asked());
  const first = await units();
  expect(await mine(custodian)).toMatchObject({
    size: 20,
    of: 100,
    seed: "s1",
    strata: [
      { stratum: "de · 5–10 turns", of: 19, drawn: 3 },
      { stratum: "en · 1–2 turns", of: 80, drawn: 16 },
      { stratum: "fr · 1–2 turns", of: 1, drawn: 1 },
    ],
    found: null,
    todo: null,
  });
  await world.admin.query(
    "BEGIN; SET LOCAL session_replication_role = replica; DELETE FROM record.reading_unit; DELETE FROM record.reading; COMMIT",
  );
  await drawReading(custodian, asked());
  expect(await units()).toEqual(first);
  const [entry] = (await readLog(await world.actor("monitor"), { action: ["reading:draw"], limit: 1 })).items;
  expect(entry).toMatchObject({
    object: "volume:Volume 1",
    detail: { seed: "s1", size: 20, of: 100, readers: [one.email, other.email, third.email] },
  });
});

test("whoever draws does not read, and whoever reads does not draw", async () => {
  await expect(drawReading(one, asked())).rejects.toMatchObject({ details: { rule: "role" } });
  await expect(drawReading(custodian, asked({ adjudicator: "monitor@court.example" }))).rejects.toMatchObject({
    details: { rule: "readers" },
  });
  await expect(drawReading(custodian, asked({ volume: "Nowhere" }))).rejects.toMatchObject({ code: "not_found" });
  const [id = "", name = ""] = [(await mine(custodian))?.id, (await units())[0]];
  await expect(markReading(custodian, { id, conversation: name, leak: true })).rejects.toMatchObject({ details: { rule: "role" } });
});

test("two read without each other's answer, only what they opened, once; a third decides where they differ; the rate has its exact interval", async () => {
  const { id = "" } = (await mine(one)) ?? {};
  const names = await units();
  const first = names[0] ?? "";
  await expect(markReading(one, { id, conversation: first, leak: true })).rejects.toMatchObject({ details: { rule: "unread" } });
  await expect(markReading(await world.actor("plaintiff counsel"), { id, conversation: first, leak: true })).rejects.toMatchObject({
    code: "not_found",
  });
  const mark = async (who: Actor, conversation: string, leak: boolean) => {
    await viewConversation(who, { id: conversation });
    await markReading(who, { id, conversation, leak });
  };
  // The first finds two, the second finds the first of them and one more.
  for (const [n, conversation] of names.entries()) await mark(one, conversation, n < 2);
  await expect(mark(one, first, false)).rejects.toMatchObject({ details: { rule: "marked" } });
  expect(await mine(one)).toMatchObject({ todo: null, found: null, agreement: null });
  expect((await mine(other))?.todo).toEqual(names);
  await viewConversation(third, { id: first });
  await expect(markReading(third, { id, conversation: first, leak: true })).rejects.toMatchObject({ details: { rule: "agreed" } });
  for (const [n, conversation] of names.entries()) await mark(other, conversation, n === 0 || n === 2);
  expect(await mine(third)).toMatchObject({ todo: [names[1], names[2]], found: null });
  expect(await mine(custodian)).toMatchObject({ found: { n: 18, leaks: 1 }, weighted: null, agreement: { both: 20, agreed: 18 } });
  await mark(third, names[1] ?? "", true);
  await mark(third, names[2] ?? "", false);
  const done = await mine(custodian);
  expect(done?.found).toEqual({ n: 20, leaks: 2, rate: 0.1, low: expect.closeTo(0.0123, 4), high: expect.closeTo(0.317, 3) });
  expect(done?.agreement?.kappa).toBeCloseTo(0.4444, 4);
  expect(done?.weighted?.rate).toBeGreaterThan(done?.weighted?.low ?? 1);
  expect(done?.weighted?.high).toBeGreaterThan(done?.weighted?.rate ?? 1);
  expect((await mine(one))?.found?.n).toBe(20);
  const [entry] = (await readLog(await world.actor("monitor"), { action: ["reading:mark"], limit: 1 })).items;
  expect(entry).toMatchObject({ object: `conversation:${names[2]}`, detail: { reading: id, leak: false } });
});

test("a volume that was searched is drawn by density of its placeholders, and one that was not says so", async () => {
  const words = Array.from({ length: 300 }, () => "word").join(" ");
  const some = (n: number, text: string) => Array.from({ length: n }, () => talk([text, "Yes."]));
  await world.volume([...some(6, "No name here."), ...some(5, `[PERSON_1] said ${words}`), ...some(4, "Ask [PERSON_1] and [PERSON_2].")]);
  await expect(drawReading(custodian, asked({ volume: "Volume 2", size: 10, by: "density" }))).rejects.toMatchObject({
    details: { rule: "unsearched" },
  });
  await searchVolume(custodian, SearchVolume.parse({ volume: "Volume 2" }), { intakeUrl: world.intakeUrl });
  await drawReading(custodian, asked({ volume: "Volume 2", size: 10, by: "density" }));
  expect((await listReadings(custodian, { volume: "Volume 2" })).items[0]?.strata).toMatchObject([
    { stratum: "5 placeholders in 100 words and more", of: 4 },
    { stratum: "no placeholder", of: 6 },
    { stratum: "under 1 placeholder in 100 words", of: 5 },
  ]);
});
