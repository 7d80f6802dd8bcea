import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { ViewConversation } from "@/domain/conversations/schema";
import { viewConversation } from "@/domain/conversations/view";
import { drawSample } from "@/domain/sets/draw-sample";
import { freezeSet } from "@/domain/sets/freeze";
import { DrawSample, FreezeSet } from "@/domain/sets/schema";
import { reportSettled } from "@/domain/terms/job";
import { listTerms } from "@/domain/terms/list-terms";
import { makeTermReport } from "@/domain/terms/make";
import { MakeTermReport } from "@/domain/terms/schema";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { countConversations } from "./count";
import { SearchConversations } from "./schema";
import { searchConversations } from "./search";

// Of a volume that is disclosed where it may hold the works' text, nothing says that the rest exists: no page, count, facet, set, sample, report or bitmap.

let world: World;
let expert: Actor;
const open = (i: number) => i % 3 === 0;
beforeAll(async () => {
  world = await newWorld();
  const said = Array.from({ length: 90 }, (_, i) => `word ${open(i) ? "within" : "beyond"} ${i % 2 ? "odd" : "even"}`);
  await world.volume(
    said.map((text, i) => talk([text, "yes"], { model: open(i) ? "gpt-4" : "gpt-3.5" })),
    { disclosure: "matched" },
  );
  await world.volume([talk(["word elsewhere even"])]);
  await world.admin.query(
    "UPDATE record.conversation SET flags = flags | 32 WHERE docno % 1000000 % 3 = (SELECT first_docno % 3 FROM record.volume WHERE name = 'Volume 1') AND volume_id = (SELECT id FROM record.volume WHERE name = 'Volume 1')",
  );
  expert = await world.actor("plaintiff expert");
});
afterAll(() => world.close());

const number = (i: number) => `T1-${String(i + 1).padStart(9, "0")}`;
const within = Array.from({ length: 90 }, (_, i) => i).filter(open);

test.each([
  ["", () => true],
  ["word", () => true],
  ['"word within"', () => true],
  ["odd", (i: number) => i % 2 === 1],
  ["beyond", () => false],
  ["NOT odd", (i: number) => i % 2 === 0],
  ["model:gpt-3.5", () => false],
] as const)("pages, counts and bitmaps of “%s” hold what matched alone", async (q, answers) => {
  const expected = within.filter((i) => answers(i)).map(number);
  const { items } = await searchConversations(expert, SearchConversations.parse({ q, volume: ["Volume 1"], limit: 200 }));
  expect(items.map(({ id }) => id)).toEqual(expected);
  const { count, facets, search } = await countConversations(expert, { q, volume: ["Volume 1"] });
  expect(count).toEqual({ value: expected.length, relation: "exact" });
  expect(facets.model).toEqual(expected.length > 0 ? [{ value: "gpt-4", count: expected.length }] : []);
  const { rows } = await world.admin.query(
    "SELECT d FROM search.chunk c, search.numbers_of(c.bits, 0, length(c.bits) - 1) d WHERE c.run_id = $1 ORDER BY d",
    [search.id],
  );
  const first = await world.admin.query("SELECT first_docno % 1000000 AS at FROM record.volume WHERE name = 'Volume 1'");
  expect(rows.map(({ d }) => number(d - first.rows[0].at))).toEqual(expected);
});

test("sets, samples and reports hold what matched alone, and what did not match is not there", async () => {
  expect((await freezeSet(expert, FreezeSet.parse({ name: "All" }))).size).toBe(31);
  expect((await drawSample(expert, DrawSample.parse({ size: 31, seed: 1 }))).size).toBe(31);
  await expect(drawSample(expert, DrawSample.parse({ size: 32, seed: 1 }))).rejects.toMatchObject({ code: "invalid" });
  const { id } = await makeTermReport(expert, MakeTermReport.parse({ name: "Matched", terms: "word\nbeyond\neven" }));
  await reportSettled(id);
  const page = await listTerms(expert, { id, limit: 9, format: "json" });
  expect(page).toMatchObject({
    items: [
      { term: "word", conversations: 31, turns: 31, unique: 15 },
      { term: "beyond", conversations: 0, turns: 0, unique: 0 },
      { term: "even", conversations: 16, turns: 16, unique: 0 },
    ],
  });
  await expect(viewConversation(expert, ViewConversation.parse({ id: number(1) }))).rejects.toMatchObject({ code: "not_found" });
});
