import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { listSetConversations } from "./conversations";
import { freezeSet } from "./freeze";
import { listSets } from "./list";
import { readSet } from "./read";
import { FreezeSet } from "./schema";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume(
    [1, 2, 3, 4, 5].map((day) => talk([day % 2 ? "A zebra?" : "A horse?", "Yes."], { startedAt: `2023-06-0${day}T12:00:00Z` })),
  );
});
afterAll(() => world.close());

test("a set holds what its query answered when it was frozen, in the order shown", async () => {
  const ours = await world.actor("plaintiff counsel");
  const { id, size } = await freezeSet(ours, FreezeSet.parse({ name: "Zebras", query: "zebra" }));
  expect(size).toBe(3);
  expect(await readSet(ours, { id })).toMatchObject({
    name: "Zebras",
    query: "zebra",
    reading: "Conversations with “zebra”",
    size: 3,
    createdBy: "Paul Okafor",
  });
  await world.volume([talk(["Another zebra?", "No."])]);
  const first = await listSetConversations(ours, { id, limit: 2 });
  const rest = await listSetConversations(ours, { id, limit: 2, after: first.next ?? "" });
  expect([...first.items, ...rest.items].map(({ id: of }) => of)).toEqual(["T1-000000001", "T1-000000003", "T1-000000005"]);
  const latest = await freezeSet(ours, FreezeSet.parse({ name: "Latest", sort: "-date", limit: 1, filters: { volume: "Volume 1" } }));
  expect((await listSetConversations(ours, { id: latest.id, limit: 9 })).items.map(({ id: of }) => of)).toEqual(["T1-000000005"]);
  expect(await readSet(ours, { id: latest.id }), "filters are told as they are asked for").toMatchObject({
    filters: { volume: ["Volume 1"] },
  });
});

test("a set's name is taken for its own side alone, and the other side finds nothing of it", async () => {
  const ours = await world.actor("plaintiff counsel");
  const theirs = await world.actor("defense counsel");
  const { id } = await freezeSet(ours, FreezeSet.parse({ name: "Core", query: "horse" }));
  await expect(freezeSet(ours, FreezeSet.parse({ name: "Core" }))).rejects.toMatchObject({ code: "conflict" });
  expect((await listSets(theirs, { limit: 50 })).items).toEqual([]);
  await expect(readSet(theirs, { id })).rejects.toMatchObject({ code: "not_found" });
  await expect(listSetConversations(theirs, { id, limit: 5 })).rejects.toMatchObject({ code: "not_found" });
  await expect(freezeSet(theirs, FreezeSet.parse({ name: "Core" }))).resolves.toHaveProperty("id");
});

test("sets are paged, newest first, to the end", async () => {
  const ours = await world.actor("defense expert");
  for (const name of ["one", "two", "three"]) await freezeSet(ours, FreezeSet.parse({ name }));
  const names: string[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await listSets(ours, { limit: 2, after });
    names.push(...page.items.map(({ name }) => name));
    after = page.next ?? undefined;
    more = page.next !== null;
  }
  expect(names.slice(0, 3)).toEqual(["three", "two", "one"]);
  expect(new Set(names).size).toBe(names.length);
});

test("the log says that a set was frozen, and neither its name nor its query", async () => {
  const { items } = await readLog(await world.actor("monitor"), { action: ["set:freeze"], limit: 100 });
  expect(items.length).toBeGreaterThan(3);
  expect(JSON.stringify(items)).not.toMatch(/zebra|Core|horse/i);
  expect(items.every(({ sealed }) => sealed)).toBe(true);
});
