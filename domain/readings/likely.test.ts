import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
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
const something = "something looks like personal data";
const none = "nothing looks like personal data";
beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
  [one, other, third] = [await world.actor("plaintiff expert"), await world.actor("defense expert"), await world.actor("defense counsel")];
  const some = (n: number, text: string, language = "en") => Array.from({ length: n }, () => talk([text, "yes."], { language }));
  await world.volume([
    ...some(30, "it stands at https://www.example.org/page for all."),
    ...some(60, "nothing is said here."),
    ...some(9, "nichts steht hier.", "de"),
    ...some(1, "das steht auf <<https://www.example.org/page>> so.", "de"),
  ]);
});
afterAll(() => world.close());

const draw = (more: object = {}) =>
  drawReading(
    custodian,
    DrawReading.parse({
      ...{ volume: "Volume 1", size: 20, seed: "s1", by: "likely" },
      ...{ first: one.email, second: other.email, adjudicator: third.email },
      ...more,
    }),
  );
const newest = async (who: Actor) => (await listReadings(who, { volume: "Volume 1" })).items[0];
const search = (more: object = {}) =>
  searchVolume(custodian, SearchVolume.parse({ volume: "Volume 1", ...more }), { intakeUrl: world.intakeUrl });
const units = async (id: string) =>
  (
    await world.admin.query(
      `SELECT record.name_of(u.docno) AS name, u.stratum, t.turns->0->>'text' LIKE '%https%' AS web
       FROM record.reading_unit u JOIN record.conversation_text t ON t.docno = u.docno WHERE u.reading_id = $1 ORDER BY u.place`,
      [id],
    )
  ).rows as { name: string; stratum: string; web: boolean }[];

test("until a volume is searched nobody draws by what may have been missed, nor where a search kept no bits", async () => {
  await expect(draw()).rejects.toMatchObject({ code: "conflict", details: { rule: "unsearched" } });
  await search();
  await world.admin.query("CREATE TEMPORARY TABLE bits AS SELECT * FROM record.likely; DELETE FROM record.likely");
  await expect(draw()).rejects.toThrow("searched again");
  await draw({ by: "density" });
  await world.admin.query("INSERT INTO record.likely SELECT * FROM bits");
});

test("a sample by what may have been missed takes of both strata in proportion, and of the smallest at least one", async () => {
  const { id } = await draw();
  expect((await newest(custodian))?.strata).toMatchObject([
    { stratum: none, of: 69, drawn: 14 },
    { stratum: something, of: 31, drawn: 6 },
  ]);
  const drawn = await units(id);
  expect(drawn.map(({ stratum, web }) => (stratum === something) === web)).toEqual(Array(20).fill(true));
  expect(await units((await draw()).id)).toEqual(drawn);
  await draw({ by: "language,likely" });
  expect(await newest(custodian)).toMatchObject({
    by: ["language", "likely"],
    of: 100,
    strata: [
      { stratum: `de · ${none}`, of: 9, drawn: 1 },
      { stratum: `de · ${something}`, of: 1, drawn: 1 },
      { stratum: `en · ${none}`, of: 60, drawn: 12 },
      { stratum: `en · ${something}`, of: 30, drawn: 6 },
    ],
  });
  await draw({ by: "turns,month,density,likely,language" });
  expect((await newest(custodian))?.strata).toHaveLength(4);
});

test("whoever still reads is told how many there are and no strata; when all is settled the rate is weighted by them", async () => {
  const { id } = await draw();
  const drawn = await units(id);
  for (const reader of [one, other, third])
    expect(await newest(reader)).toMatchObject({ id, size: 20, of: 100, strata: [], found: null, weighted: null });
  expect(JSON.stringify(await listReadings(one, { volume: "Volume 1" }))).not.toContain("looks like");
  for (const reader of [one, other])
    for (const { name, web } of drawn) {
      await viewConversation(reader, { id: name });
      await markReading(reader, { id, conversation: name, leak: web });
    }
  const told = await newest(custodian);
  expect(told).toMatchObject({
    found: { n: 20, leaks: 6, rate: 0.3 },
    strata: [
      { stratum: none, known: { n: 14, leaks: 0 } },
      { stratum: something, known: { n: 6, leaks: 6 } },
    ],
  });
  expect(told?.weighted?.rate).toBeCloseTo(0.31, 10);
  expect((await newest(one))?.strata).toEqual(told?.strata);
});

test("after a newer search a sample is drawn by what that one found", async () => {
  await search({ again: true, placeholders: ["<<https"] });
  await draw();
  expect((await newest(custodian))?.strata).toMatchObject([
    { stratum: none, of: 70 },
    { stratum: something, of: 30 },
  ]);
});
