import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { viewSource } from "@/domain/conversations/view-source";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { amendSettings } from "@/prisma/testing/settings";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { releaseBudget } from "./release-budget";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."]), talk(["Größe?", "x".repeat(10_000)])]);
});
afterAll(() => world.close());

const settings = (numbers: Record<string, number>) => amendSettings(world, numbers);
const empty = () => world.admin.query("DELETE FROM access.spending");
const id = "T1-000000001";
const refusalOf = (look: Promise<unknown>) =>
  look.then(
    () => null,
    (error) => error,
  );
const lastEntry = async () =>
  (
    await world.admin.query(
      "SELECT action, outcome, reason, detail FROM audit.entry WHERE action <> 'access:first' ORDER BY id DESC LIMIT 1",
    )
  ).rows[0];

test("a look is charged with its turns and characters, and its entry says so", async () => {
  const expert = await world.actor("plaintiff expert");
  await viewConversation(expert, { id });
  expect((await lastEntry()).detail).toEqual({ from: 1, to: 2, turns: 2, characters: "Who wrote this?Nobody did.".length });
  await viewConversation(expert, { id: "T1-000000002", turns: "1-1" });
  expect((await lastEntry()).detail).toMatchObject({ turns: 1, characters: 6 });
  await searchConversations(expert, SearchConversations.parse({ q: "" }));
  expect((await lastEntry()).detail).toMatchObject({ characters: 600 });
  await viewSource(expert, { id });
  expect((await lastEntry()).detail).toEqual({ source: true, characters: expect.any(Number) });
  const { rows } = await world.admin.query("SELECT sum(views)::int AS views, sum(characters)::int AS characters FROM access.spending");
  expect(rows[0]).toMatchObject({ views: 4 });
  expect(rows[0].characters).toBeGreaterThanOrEqual(26 + 6 + 600);
});

test.each([
  ["viewsPerHour", { viewsPerHour: 3, viewsPerDay: 100, charactersPerDay: 1_000_000 }, /3 looks in an hour/],
  ["viewsPerDay", { viewsPerHour: 100, viewsPerDay: 3, charactersPerDay: 1_000_000 }, /3 looks in a day/],
  ["charactersPerDay", { viewsPerHour: 100, viewsPerDay: 100, charactersPerDay: 80 }, /80 characters of text in a day/],
])("beyond %s nothing opens, and the words say which rule, until when and whose decision", async (rule, numbers, words) => {
  await empty();
  await settings(numbers);
  const expert = await world.actor("plaintiff expert");
  for (let look = 0; look < 3; look++) await viewConversation(expert, { id });
  const refusal = await refusalOf(viewConversation(expert, { id }));
  expect(refusal).toMatchObject({ code: "limited", details: { rule: "budget", budget: rule } });
  expect(refusal.message).toMatch(words);
  expect(refusal.message).toMatch(/frees up from \d\d:\d\d UTC on \d{4}-\d\d-\d\d\. The court's monitor may release more/);
  expect(await lastEntry()).toMatchObject({ action: "conversation:view", outcome: "refused", reason: "budget", detail: { rule } });
  expect(await refusalOf(viewConversation(await world.actor("defense expert"), { id }))).toBeNull();
  expect(await refusalOf(viewConversation(await world.actor("plaintiff expert"), { id }))).toMatchObject({ code: "limited" });
});

test("a page of results is refused as a window is", async () => {
  await empty();
  await settings({ viewsPerHour: 1, viewsPerDay: 100, charactersPerDay: 1_000_000 });
  const expert = await world.actor("plaintiff expert");
  const search = () => searchConversations(expert, SearchConversations.parse({ q: "wrote" }));
  await search();
  expect(await refusalOf(search())).toMatchObject({ code: "limited" });
  expect(await lastEntry()).toMatchObject({ action: "conversation:search", outcome: "refused", reason: "budget" });
});

test.each([
  [20, 60],
  [400, 480],
])("of %i looks allowed and %i asked for at once, exactly those allowed are shown", async (allowed, asked) => {
  await empty();
  await settings({ viewsPerHour: allowed, viewsPerDay: 1_000, charactersPerDay: 1_000_000 });
  const expert = await world.actor("plaintiff expert");
  const looks = await Promise.all(Array.from({ length: asked }, () => refusalOf(viewConversation(expert, { id }))));
  expect(looks.filter((refusal) => refusal === null)).toHaveLength(allowed);
  expect(looks.filter((refusal) => refusal !== null && refusal.code !== "limited")).toEqual([]);
});

test("what was shown frees up when its time has passed", async () => {
  await empty();
  await settings({ viewsPerHour: 2, viewsPerDay: 100, charactersPerDay: 1_000_000 });
  const expert = await world.actor("plaintiff expert");
  await viewConversation(expert, { id });
  await viewConversation(expert, { id });
  expect(await refusalOf(viewConversation(expert, { id }))).toMatchObject({ code: "limited" });
  await world.admin.query("UPDATE access.spending SET slot = slot - interval '60 minutes'");
  expect(await refusalOf(viewConversation(expert, { id }))).toMatchObject({ code: "limited" });
  await world.admin.query("UPDATE access.spending SET slot = slot - interval '5 minutes'");
  expect(await refusalOf(viewConversation(expert, { id }))).toBeNull();
});

test("the monitor releases more, with a reason that is in the log; nobody else does", async () => {
  await empty();
  await settings({ viewsPerHour: 1, viewsPerDay: 100, charactersPerDay: 1_000_000 });
  const expert = await world.actor("plaintiff expert");
  const more = { id: expert.person, views: 2, characters: 0, hours: 1, reason: "A hearing tomorrow." };
  await viewConversation(expert, { id });
  const others: Actor[] = [expert, await world.actor("plaintiff counsel"), await world.actor("custodian"), await world.actor("operator")];
  for (const actor of others)
    expect(await refusalOf(releaseBudget(actor, more))).toMatchObject({ code: "refused", details: { rule: "role" } });
  expect(await refusalOf(viewConversation(expert, { id }))).toMatchObject({ code: "limited" });
  const monitor = await world.actor("monitor");
  const { until } = await releaseBudget(monitor, more);
  expect(Date.parse(until) - Date.now()).toBeGreaterThan(3_500_000);
  expect(await lastEntry()).toMatchObject({ action: "budget:release", detail: { views: 2, reason: "A hearing tomorrow.", until } });
  for (let look = 0; look < 2; look++) expect(await refusalOf(viewConversation(expert, { id }))).toBeNull();
  expect(await refusalOf(viewConversation(expert, { id }))).toMatchObject({ code: "limited" });
  const stranger = { ...more, id: "00000000-0000-4000-8000-000000000000" };
  expect(await refusalOf(releaseBudget(monitor, stranger))).toMatchObject({ code: "not_found" });
});
