import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { PARSER_VERSION } from "@/domain/search/version";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { combineSets } from "./combine";
import { listSetConversations } from "./conversations";
import { drawSample } from "./draw-sample";
import { freezeSet } from "./freeze";
import { readSet } from "./read";
import { listSamples } from "./samples";
import { CombineSets, DrawSample, FreezeSet, type SampleRecipe } from "./schema";

let world: World;
let ours: Actor;
/** By control number, in order of number: what was said, and of which model. */
const held: { id: string; words: string; model: string }[] = [];
beforeAll(async () => {
  world = await newWorld();
  for (let volume = 1; volume <= 2; volume++) {
    const talks = Array.from({ length: 90 }, (_, i) => ({
      words: `talk${i} ${i % 3 ? "often" : "seldom"}`,
      model: `model-${[0, 0, 0, 1, 1, 2][i % 6]}`,
    }));
    await world.volume(
      talks.map(({ words, model }, i) => talk([words], { model, startedAt: new Date(Date.UTC(2023, 0, 1, i)).toISOString() })),
    );
    held.push(...talks.map((one, i) => ({ ...one, id: `T${volume}-${String(i + 1).padStart(9, "0")}` })));
  }
  ours = await world.actor("plaintiff counsel");
});
afterAll(() => world.close());

async function membersOf(id: string): Promise<string[]> {
  const { items } = await listSetConversations(ours, { id, limit: 200 });
  return items.map(({ id: of }) => of).sort();
}

// The method in a few lines of another language: who doubts a sample draws it so.
function drawnRanks(seed: string, stratum: string, of: number, size: number): number[] {
  const wanted = Math.min(size, of - size);
  const ranks = new Set<number>();
  const limit = ((1n << 56n) / BigInt(of)) * BigInt(of);
  for (let i = 0; ranks.size < wanted; i++) {
    const number = BigInt(`0x${createHash("sha256").update(`${seed}\n${stratum}\n${i}`).digest("hex").slice(0, 14)}`);
    if (number < limit) ranks.add(Number(number % BigInt(of)));
  }
  const all = Array.from({ length: of }, (_, rank) => rank);
  return all.filter((rank) => ranks.has(rank) === (wanted === size));
}

const draw = (input: Record<string, unknown>) => drawSample(ours, DrawSample.parse(input));

test.each([1, 10, 59, 61, 119, 120])("a sample of %i is what the method draws, whoever draws it", async (size) => {
  const population = held.filter(({ words }) => words.includes("often"));
  const made = await draw({ size, seed: 7, query: "often" });
  expect(made.size).toBe(size);
  expect(await membersOf(made.id)).toEqual(drawnRanks("7", "", population.length, size).map((rank) => population[rank]?.id));
  const again = await drawSample(await world.actor("defense expert"), DrawSample.parse({ size, seed: "7", query: "often" }));
  expect((await readSet(await world.actor("defense expert"), again)).sha256).toBe((await readSet(ours, made)).sha256);
});

test("from strata each gives its share, and what is left over goes to the largest remainders", async () => {
  const made = await draw({ size: 25, seed: "strata", strata: ["model"], name: "By model" });
  const set = await readSet(ours, made);
  expect(set).toMatchObject({
    kind: "sample",
    name: "By model",
    size: 25,
    parserVersion: PARSER_VERSION,
    dataVersion: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const recipe = set.recipe as SampleRecipe;
  expect(recipe).toMatchObject({ method: "sha256-ranks-1", seed: "strata", size: 25, by: ["model"], population: 180 });
  // Shares of 25: 12.5, 8.33 and 4.17.
  expect(recipe.strata.map(({ stratum, population, drawn, weight }) => [stratum.model, population, drawn, weight])).toEqual([
    ["model-0", 90, 13, 6.923077],
    ["model-1", 60, 8, 7.5],
    ["model-2", 30, 4, 7.5],
  ]);
  const expected = recipe.strata.flatMap(({ stratum, population, drawn }) => {
    const members = held.filter(({ model }) => model === stratum.model);
    return drawnRanks("strata", `model=${stratum.model}`, population, drawn).map((rank) => members[rank]?.id);
  });
  expect(await membersOf(made.id)).toEqual(expected.sort());
});

test("a sample is of what its maker may see, is found among the samples, and not by the other side", async () => {
  await expect(draw({ size: 200, seed: 1 })).rejects.toMatchObject({ code: "invalid", details: { population: 180 } });
  const { id } = await draw({ size: 3, seed: 1, filters: { model: "model-2" }, name: "Few" });
  expect((await listSamples(ours, { limit: 1 })).items[0]?.id).toBe(id);
  const theirs = await world.actor("defense counsel");
  await expect(readSet(theirs, { id })).rejects.toMatchObject({ code: "not_found" });
  const within = await drawSample(theirs, DrawSample.parse({ size: 1, seed: 1, filters: { set: id } })).catch((error) => error);
  expect(within).toMatchObject({ code: "invalid", details: { population: 0 } });
});

test("sets of sets hold what is in any, in all, or in the first alone, and say of which", async () => {
  const freeze = async (name: string, query: string) => (await freezeSet(ours, FreezeSet.parse({ name, query }))).id;
  const [a, b, c] = [await freeze("A", "often"), await freeze("B", "talk1* OR talk2"), await freeze("C", "talk10 OR talk3")];
  const [ofA = [], ofB = [], ofC = []] = await Promise.all([a, b, c].map(membersOf));
  const make = async (op: string, sets: string[]) =>
    membersOf((await combineSets(ours, CombineSets.parse({ name: `${op} ${Math.random()}`, op, sets }))).id);
  expect(await make("union", [b, c])).toEqual([...new Set([...ofB, ...ofC])].sort((one, other) => one.localeCompare(other)));
  expect(await make("intersection", [a, b])).toEqual(ofA.filter((id) => ofB.includes(id)));
  expect(await make("difference", [b, a, c])).toEqual(ofB.filter((id) => !ofA.includes(id) && !ofC.includes(id)));
  expect(await make("intersection", [a, b, c])).toEqual(ofA.filter((id) => ofB.includes(id) && ofC.includes(id)));
  const made = await combineSets(ours, CombineSets.parse({ name: "A not B", op: "difference", sets: [a, b] }));
  expect(await readSet(ours, made)).toMatchObject({
    kind: "difference",
    reading: "What is in “A” and not in “B”",
    recipe: {
      of: [
        { id: a, name: "A" },
        { id: b, name: "B" },
      ],
    },
  });
  await expect(combineSets(ours, CombineSets.parse({ name: "A not B", op: "union", sets: [a, b] }))).rejects.toMatchObject({
    code: "conflict",
  });
  const theirs = await world.actor("defense counsel");
  await expect(combineSets(theirs, CombineSets.parse({ name: "X", op: "union", sets: [a, b] }))).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a set takes the first of the order shown, and a set within a set is of its members", async () => {
  const longest = await freezeSet(ours, FreezeSet.parse({ name: "Longest", sort: "length", limit: 4 }));
  expect(await membersOf(longest.id)).toHaveLength(4);
  const few = await freezeSet(ours, FreezeSet.parse({ name: "Few of A", query: "talk1*", filters: { set: longest.id } }));
  expect(few.size).toBe((await membersOf(longest.id)).filter((id) => held.find((one) => one.id === id)?.words.includes("talk1")).length);
});
