import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { help } from "./help";
import { readQuery } from "./read";
import { characterAt } from "./reading";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["A fraud at the bank"]), talk(["A fraud"]), talk(["The bank", "A loan"], { model: "gpt-3.5" })]);
});
afterAll(() => world.close());

test("a query is read part by part without being looked up, and each part is counted when that is asked for", async () => {
  const counsel = { ...(await world.actor("plaintiff counsel")), request: randomUUID() };
  const searched = async () =>
    (await world.admin.query("SELECT count(*)::int AS n FROM audit.entry WHERE action IN ('conversation:ask', 'conversation:count')"))
      .rows[0].n;
  expect(await readQuery(counsel, { q: "fraud AND bank" })).toEqual({
    reading: "Conversations with “fraud” and “bank”",
    precedence: "dtsearch",
    join: "and",
    clauses: [
      { reading: "“fraud”", query: '"fraud"', count: null },
      { reading: "“bank”", query: '"bank"', count: null },
    ],
  });
  expect(await searched()).toBe(0);
  const { clauses } = await readQuery(counsel, { q: "fraud AND NOT (bank w/2 the) AND turns:1", count: true, model: ["gpt-4"] });
  expect(clauses.map(({ count }) => count)).toEqual([
    { value: 2, relation: "exact" },
    { value: 1, relation: "exact" },
    { value: 2, relation: "exact" },
  ]);
  expect(await searched()).toBe(3);
  await expect(readQuery(counsel, { q: "fraud AND" })).rejects.toMatchObject({ code: "invalid", details: { at: 9, length: 0 } });
  await expect(readQuery(await world.actor("monitor"), { q: "fraud" })).rejects.toMatchObject({ code: "refused" });
});

test("every example of the help is carried out, and stands in docs/search.md with what it means", async () => {
  const page = readFileSync("docs/search.md", "utf8");
  const counsel = await world.actor("plaintiff counsel");
  for (const { title, examples } of help) {
    expect(page, title).toContain(`### ${title}`);
    for (const { write, means } of examples) {
      expect(page, write).toContain(`| \`${write}\` | ${means} |`);
      await expect(readQuery(counsel, { q: write }), write).resolves.toMatchObject({
        reading: expect.stringContaining("Conversations with "),
      });
    }
  }
});

test("where something is wrong is told as people count characters, also behind an emoji", () => {
  const at = (text: string) => characterAt(text, text.indexOf(")"));
  expect(["job)", "🙂🙂)", "👩‍👩‍👧‍👦 é)", ")"].map(at)).toEqual([4, 3, 4, 1]);
});
