import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { readStatistics } from "./statistics";
import { ReadStatistics } from "./statistics-schema";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  const many = (n: number, model: string, month: string, language = "en") =>
    Array.from({ length: n }, (_, i) => talk([`${model} ${month} ${i}`], { model, language, startedAt: `${month}-15T12:00:00Z` }));
  await world.volume([...many(20, "gpt-4", "2023-06"), ...many(3, "gpt-4", "2023-07"), ...many(15, "gpt-3.5", "2023-06")]);
  await world.volume([...many(25, "gpt-3.5", "2023-07"), ...many(4, "babbage", "2023-07", "is")], { disclosure: "aggregate" });
});
afterAll(() => world.close());

const asked = async (by: string, who: "plaintiff expert" | "defense counsel" | "monitor" = "plaintiff expert") =>
  readStatistics(await world.actor(who), ReadStatistics.parse({ by }));

test("counts are told by one dimension and by two, of all volumes, and no class is smaller than the order says", async () => {
  const { tables, ...rest } = await asked("month,model");
  expect(rest).toEqual({ conversations: 67, smallestClass: 10 });
  expect(tables[0]).toEqual({
    by: ["month"],
    cells: [
      { values: ["2023-06"], conversations: 35 },
      { values: ["2023-07"], conversations: 32 },
    ],
  });
  // babbage has four, and alone would be known by what is missing: the next smallest goes with it.
  expect(tables[1]?.cells).toEqual([
    { values: ["gpt-3.5"], conversations: 40 },
    { values: ["other"], conversations: 27 },
  ]);
  // The seven of July are too few, and with the sums known each of the other three would tell them.
  expect(tables[2]).toEqual({ by: ["month", "model"], cells: [] });
});

test("it is the same for everybody of the matter, whatever they ask along with it, and for the aggregate of what shows no text", async () => {
  const all = await asked("language,model,month");
  expect(all.tables.map(({ by }) => by.join())).toEqual(["month", "model", "language", "month,model", "month,language", "model,language"]);
  expect(all.tables.slice(0, 2)).toEqual((await asked("month,model", "defense counsel")).tables.slice(0, 2));
  expect((await asked("language", "monitor")).tables).toEqual([{ by: ["language"], cells: [{ values: ["other"], conversations: 67 }] }]);
  expect(ReadStatistics.safeParse({ by: "person" }).success).toBe(false);
  expect(ReadStatistics.safeParse({ by: "" }).success).toBe(false);
});
