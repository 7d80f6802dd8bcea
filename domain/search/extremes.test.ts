import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { SearchConversations } from "./schema";
import { searchConversations } from "./search";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
});
afterAll(() => world.close());

test("a query is answered, or refused as invalid, however deep it nests and whatever day it names", async () => {
  const expert = await world.actor("plaintiff expert");
  const found = async (q: string) => (await searchConversations(expert, SearchConversations.parse({ q }))).items.length;
  expect(await found(`${"NOT ".repeat(20)}wrote`)).toBe(1);
  expect(await found(`${"(NOT ".repeat(10)}wrote OR b${")".repeat(10)}`)).toBe(1);
  for (const q of [`${"NOT ".repeat(21)}wrote`, `${"NOT ".repeat(480)}wrote`, `${"(".repeat(900)}a${")".repeat(900)}`])
    await expect(found(q)).rejects.toMatchObject({ code: "invalid" });
  for (const day of ["0000-01-01", "0000-12-31"]) expect(SearchConversations.safeParse({ from: day }).success).toBe(false);
  for (const day of ["0001-01-01", "9999-12-31"])
    await expect(searchConversations(expert, SearchConversations.parse({ from: day, to: day }))).resolves.toMatchObject({ items: [] });
});
