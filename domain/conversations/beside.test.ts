// No class of metadata that a reviewer is shown is smaller than the order says: neither the model of a turn, nor what a delivery brought along beside the turns.
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveDeletion } from "@/domain/volumes/approve-deletion";
import { requestDeletion } from "@/domain/volumes/request-deletion";
import { amendSettings } from "@/prisma/testing/settings";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { printConversation } from "./print";
import { viewConversation } from "./view";
import { viewSource } from "./view-source";

const small = "[small class not shown]";
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));
const said = (model: string) => [
  { role: "prompt" as const, text: "Where does the quagga live?" },
  { role: "output" as const, text: "Nowhere, it died out.", model },
];
/** Fifteen conversations: nine say one thing, four another, two a third; each has something of its own. */
const delivered = times(15, (i) => {
  const country = i < 9 ? "France" : i < 13 ? "Chad" : "Nauru";
  const one = { country, toxic: i === 0, hashed_ip: `ab${i}f00d`.repeat(6), temperature: 0.7, score: 0.123456 + i, title: `Quaggas ${i}` };
  const turn = { [i < 9 ? "lang" : `lang of ${i}`]: "fr", citations: [{ url: `https://news.example/${i}`, type: "webpage" }] };
  return talk([], {
    turns: said(i === 14 ? "quagga-0" : i < 2 ? "gpt-4-rare" : "gpt-4"),
    model: i < 2 ? "gpt-4-rare" : i < 5 ? "gpt-5-rare" : "gpt-4",
    branches: [{ after: 1, turns: said(i < 2 ? "gpt-4-rare" : "gpt-4").slice(1) }],
    metadata: { ...one, perTurn: { [i + 1]: turn }, ...(i === 3 && { account: "x", note: null }) },
  });
});

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume(delivered);
  await amendSettings(world, { metadataMinimum: 5 });
});
afterAll(() => world.close());

const id = (i: number, volume = 1) => `T${volume}-${String(i + 1).padStart(9, "0")}`;
const beside = async (i: number) => (await viewSource(await world.actor("plaintiff expert"), { id: id(i) })).metadata ?? {};

test("beside the turns nothing is shown that fewer say than the order allows, and where that is too few the next smallest goes with it", async () => {
  const [first, fourth, sixth] = [await beside(0), await beside(3), await beside(5)];
  // Two of Nauru and four of Chad are six together.
  expect([sixth, await beside(9), await beside(14)].map((one) => one.country)).toEqual(["France", small, small]);
  // One is toxic and fourteen are not: that one would be known by what is missing.
  expect([first, sixth].map((one) => one.toxic)).toEqual([small, small]);
  expect(sixth).toMatchObject({ temperature: 0.7, perTurn: { 6: { lang: "fr" } } });
  expect(Object.keys(fourth).filter((key) => key.startsWith(small))).toHaveLength(2);
  expect(JSON.stringify(fourth)).not.toMatch(/account|note/);
  expect(JSON.stringify(await beside(10))).not.toContain("lang of 10");
});

test("an identifier and a measure to many places are one conversation's and not shown; what somebody wrote there is text", async () => {
  expect(await beside(5)).toMatchObject({
    ...{ hashed_ip: small, score: small, title: "Quaggas 5" },
    perTurn: { 6: { citations: [{ url: "https://news.example/5", type: "webpage" }] } },
  });
});

test("a turn says its model where enough conversations of the matter go by it, in every way it is read", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const models = async (i: number) => {
    const [view, sheet] = [
      await viewConversation(counsel, { id: id(i) }),
      await printConversation(counsel, { id: id(i), from: 2, to: 2, reason: "Exhibit 4" }),
    ];
    const { branches } = await viewSource(counsel, { id: id(i) });
    return [view.items[1], sheet.items[0], branches[0]?.turns[0]].map((turn) => turn?.model);
  };
  expect(await models(5)).toEqual(["gpt-4", "gpt-4", "gpt-4"]);
  expect(await models(0)).toEqual(["other", "other", "other"]);
  // No conversation goes by that name: it is one turn's.
  expect(await models(14)).toEqual(["other", "other", "gpt-4"]);
});

test("where the order's smallest class is one, what was delivered is shown as it was", async () => {
  await amendSettings(world, { metadataMinimum: 1 });
  expect(await beside(0)).toEqual(delivered[0]?.metadata);
  await amendSettings(world, { metadataMinimum: 5 });
  expect(await beside(0)).not.toEqual(delivered[0]?.metadata);
});

test("a file that fewer records came in than the order allows is not named", async () => {
  await world.volume(times(2, () => talk(["okapi", "none"])));
  const expert = await world.actor("plaintiff expert");
  expect((await viewSource(expert, { id: id(0) })).file).not.toBe(small);
  expect((await viewSource(expert, { id: id(0, 2) })).file).toBe(small);
});

test("whatever is delivered, what is shown in a field is shown of enough conversations, and so is that something is hidden there", async () => {
  let run = 0;
  const value = fc.constantFrom<unknown>("a", "b", "c", "d", true, false, null, 1, 2, 0.5);
  // A field says one kind of thing: where some have a list in it, one value beside the lists has no other to be hidden among.
  const kinds = {
    one: value,
    list: fc.array(value, { maxLength: 3 }),
    inside: fc.record({ one: value, two: value }, { requiredKeys: [] }),
  };
  const metadata = fc.record(kinds, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(fc.array(metadata, { minLength: 8, maxLength: 30 }), fc.integer({ min: 2, max: 6 }), async (all, least) => {
      const root = `run${run++}`;
      await world.volume(all.map((one) => talk(["okapi", "none"], { metadata: { [root]: one, all: 1 } })));
      await amendSettings(world, { metadataMinimum: least });
      const { rows } = await world.admin.query(
        `SELECT record.shown_beside(2::smallint, true, c.docno)->'metadata'->$1 AS shown FROM record.conversation c
         WHERE c.volume_id = (SELECT max(id) FROM record.volume)`,
        [root],
      );
      expect(rows).toHaveLength(all.length);
      const seen = new Map<string, number>();
      for (const { shown } of rows) for (const leaf of new Set(leavesOf(shown, ""))) seen.set(leaf, (seen.get(leaf) ?? 0) + 1);
      // Of a list several things are said at once: how many conversations lie behind what is hidden of it is not what its classes add up to.
      const told = [...seen].filter(([leaf]) => !leaf.includes(`.${small}`) && !(leaf.includes("[]") && leaf.includes(small)));
      for (const [leaf, size] of told) expect(size, leaf).toBeGreaterThanOrEqual(least);
    }),
    { numRuns: 12 },
  );
}, 60_000);

/** Every field of a value, with what it says. */
function leavesOf(value: unknown, field: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, `${field}[]`));
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, one]) => {
      const inside = `${field}.${key.startsWith(small) ? small : key}`;
      return [inside, ...leavesOf(one, inside)];
    });
  return [`${field} ${JSON.stringify(value)}`];
}

test("what a deleted volume brought along counts no more", async () => {
  const count = async () => (await world.admin.query("SELECT count(*)::int AS n FROM record.class_beside WHERE volume_id = 1")).rows[0].n;
  expect(await count()).toBeGreaterThan(0);
  const asked = { id: "Volume 1", confirm: "Volume 1" };
  await requestDeletion(await world.actor("custodian"), { ...asked, reason: "Delivered in error.", authority: "Dkt. 12" });
  await approveDeletion(await world.actor("monitor"), asked);
  expect(await count()).toBe(0);
});
