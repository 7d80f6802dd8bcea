import { afterAll, beforeAll, expect, test } from "vitest";
import { viewConversation } from "@/domain/conversations/view";
import { drawSample } from "@/domain/sets/draw-sample";
import { DrawSample } from "@/domain/sets/schema";
import { readVolume } from "@/domain/volumes/read";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { countConversations } from "./count";
import { searchConversations } from "./search";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  const many = (n: number, more: object) => Array.from({ length: n }, (_, i) => talk([`zebra ${i}`], more));
  await world.volume([
    ...many(8, { model: "gpt-4", language: "en", startedAt: "2023-06-15T12:00:00Z" }),
    ...many(6, { model: "gpt-3.5", language: "de", startedAt: "2023-07-15T12:00:00Z" }),
    ...many(2, { model: "davinci", language: "en", startedAt: "2022-12-24T12:00:00Z" }),
    talk(["zebra alone"], { model: "babbage", language: "is", startedAt: "2023-06-01T12:00:00Z" }),
  ]);
  // The order of the world names one; this matter has the default, as one that is silent has.
  await world.admin.query("ALTER TABLE access.protective_order DISABLE TRIGGER USER");
  await world.admin.query("UPDATE access.protective_order SET settings = settings - 'metadataMinimum'");
});
afterAll(() => world.close());

const found = async (more: object) =>
  (await searchConversations(await world.actor("plaintiff expert"), { q: "", sort: "date", limit: 50, ...more })).items;

test("no card names a month, model or language that fewer than five conversations have, and “other” has five at least", async () => {
  const rows = await found({});
  expect(rows).toHaveLength(17);
  const classes = (of: "model" | "language" | "month") => {
    const counts = new Map<string | null, number>();
    for (const row of rows) counts.set(row[of], (counts.get(row[of]) ?? 0) + 1);
    return Object.fromEntries(counts);
  };
  // Three are small; the next smallest goes with them, so that what they have in common is no class of three.
  expect(classes("model")).toEqual({ "gpt-4": 8, other: 9 });
  expect(classes("month")).toEqual({ "2023-06": 9, other: 8 });
  expect(classes("language")).toEqual({ en: 10, other: 7 });
});

test("filters and fields find what is merged as “other” alone, and days do not single it out", async () => {
  expect(await found({ model: ["babbage"] })).toEqual([]);
  expect(await found({ model: ["other"] })).toHaveLength(9);
  expect(await found({ q: "model:babbage" })).toEqual([]);
  expect(await found({ q: "model:other" })).toHaveLength(9);
  expect(await found({ q: "NOT model:babbage" })).toHaveLength(17);
  expect(await found({ language: ["is"] })).toEqual([]);
  expect(await found({ q: "language:is" })).toEqual([]);
  expect(await found({ from: "2022-12-01", to: "2022-12-31" })).toEqual([]);
  expect(await found({ q: "date:2022-12" })).toEqual([]);
  expect(await found({ from: "2023-06-01", to: "2023-06-30" })).toHaveLength(9);
});

test("facets, strata of samples and the intake report name no small class either; the host reads what it counted", async () => {
  const expert = await world.actor("plaintiff expert");
  const { facets } = await countConversations(expert, { q: "zebra" });
  expect(facets.model).toEqual([
    { value: "other", count: 9 },
    { value: "gpt-4", count: 8 },
  ]);
  expect(facets.month).toEqual([
    { value: "2023-06", count: 9 },
    { value: "other", count: 8 },
  ]);
  expect(facets.language).toEqual([
    { value: "en", count: 10 },
    { value: "other", count: 7 },
  ]);
  const sample = await drawSample(expert, DrawSample.parse({ size: 4, seed: 1, query: "zebra", strata: ["model"] }));
  const { rows } = await world.admin.query("SELECT recipe FROM work.reviewed_set WHERE id = $1", [sample.id]);
  expect(JSON.stringify(rows[0].recipe)).not.toMatch(/babbage|davinci|gpt-3/);
  expect((await readVolume(expert, { id: "Volume 1" })).intakeReport?.models).toEqual({ "gpt-4": 8, other: 9 });
  expect((await readVolume(await world.actor("custodian"), { id: "Volume 1" })).intakeReport?.models).toMatchObject({ babbage: 1 });
});

test("how long a conversation is stands in a row as a class, no number finds a small one, and numbers are asked for in whole classes", async () => {
  const lengths = async (q: string, more: object = {}) => {
    const counts = new Map<string, number>();
    for (const { turns } of await found({ q, ...more })) counts.set(turns, (counts.get(turns) ?? 0) + 1);
    return Object.fromEntries(counts);
  };
  const long = (n: number) => talk(Array.from({ length: n }, (_, i) => `okapi ${i}`));
  await world.volume([...[5, 6, 7, 8, 9, 10, 10].map(long), ...[12, 13, 14, 15, 16, 17].map(long), long(60)]);
  // The one of 60 turns is alone, and the next smallest class goes with it.
  expect(await lengths("okapi")).toEqual({ "5-10": 7, other: 7 });
  // The one of a hundred words takes with it the only other class there is.
  expect(new Set((await found({ q: "okapi" })).map(({ words }) => words))).toEqual(new Set(["other"]));
  expect(await lengths("okapi AND turns:7")).toEqual({ "5-10": 7 });
  expect(await lengths("okapi AND turns:>=9")).toEqual({ "5-10": 7 });
  expect(await lengths("okapi AND turns:60")).toEqual({});
  expect(await lengths("okapi AND NOT turns:60")).toEqual({ "5-10": 7, other: 7 });
  expect(await lengths("okapi", { minTurns: 8, maxTurns: 8 })).toEqual({ "5-10": 7 });
  expect(await lengths("okapi", { minTurns: 60 })).toEqual({});
  const [row] = await found({ q: "okapi AND turns:7" });
  const { conversation } = await viewConversation(await world.actor("plaintiff expert"), { id: row?.id ?? "" });
  expect(conversation.turns).toBeGreaterThanOrEqual(5);
});

test("a question for days is one for whole months, so that asking day after day tells no more", async () => {
  for (const one of ["2023-06-02", "2023-06-15", "2023-06-30"]) {
    expect(await found({ q: "zebra", from: one, to: one }), one).toHaveLength(9);
    expect(await found({ q: `zebra AND date:${one}` }), one).toHaveLength(9);
  }
  expect(await found({ q: "zebra AND date:<2023-06-01" })).toEqual([]);
  expect(await found({ q: "zebra AND date:>=2023-06-20" })).toHaveLength(9);
  expect(await found({ q: "zebra", to: "2023-06-03" })).toHaveLength(9);
});

test("the order by length keeps to classes, within one to numbers of control, and what is merged stands at the end together", async () => {
  const gnus = (n: number, words: number) => Array.from({ length: n }, (_, i) => talk([`gnu ${"word ".repeat(words + i)}`]));
  await world.volume([...gnus(1, 1_000), ...gnus(6, 10), ...gnus(5, 350), ...gnus(12, 110)]);
  const rows = await found({ q: "gnu", sort: "length" });
  expect(rows.map(({ words }) => words)).toEqual([...Array(12).fill("100-299"), ...Array(6).fill("0-99"), ...Array(6).fill("other")]);
  for (const words of new Set(rows.map((row) => row.words))) {
    const ids = rows.filter((row) => row.words === words).map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
  }
});

test("what an order in force calls small is small from then on, without anything being sealed anew", async () => {
  await world.admin.query("UPDATE access.protective_order SET settings = settings || '{\"metadataMinimum\": 2}'");
  expect((await found({ model: ["davinci"] })).length + (await found({ model: ["other"] })).length).toBe(3);
  await world.admin.query("UPDATE access.protective_order SET settings = settings || '{\"metadataMinimum\": 1}'");
  expect(await found({ model: ["babbage"] })).toHaveLength(1);
  expect((await found({ q: "okapi AND turns:60" })).map(({ turns }) => turns)).toEqual(["60"]);
  expect(await found({ q: "okapi AND turns:7" })).toHaveLength(1);
  expect(await found({ q: "zebra", from: "2023-06-02", to: "2023-06-15" })).toHaveLength(8);
  expect(await found({ q: "zebra AND date:2023-06-01" })).toHaveLength(1);
  expect((await found({ q: "gnu", sort: "length" }))[0]?.words).toBe("1001");
  await world.admin.query("UPDATE access.protective_order SET settings = settings || '{\"metadataMinimum\": 50}'");
  expect(new Set((await found({})).map(({ model }) => model))).toEqual(new Set(["other"]));
});
