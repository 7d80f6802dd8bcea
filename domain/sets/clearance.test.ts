import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { countConversations } from "@/domain/search/count";
import { CountConversations } from "@/domain/search/schema";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { combineSets } from "./combine";
import { listSetConversations } from "./conversations";
import { freezeSet } from "./freeze";
import { listSets } from "./list";
import { readSet } from "./read";
import { CombineSets, FreezeSet } from "./schema";

// What a set holds its query found, also in what is withheld from a colleague: its size, its hash and its members would say so.

let world: World;
let cleared: Actor;
let lower: Actor;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["A zebra?", "Yes."]), talk(["A horse?", "No."])], { tier: 1 });
  [cleared, lower] = [await world.actor("plaintiff counsel"), await world.actor("plaintiff expert")];
  // Nobody did it, so there is no entry.
  await world.admin.query("SET session_replication_role = replica");
  await world.admin.query("UPDATE access.membership SET tier = 1 WHERE person_id = $1", [lower.person]);
  await world.admin.query("SET session_replication_role = origin");
});
afterAll(() => world.close());

const frozen = (actor: Actor, input: Record<string, unknown>) => freezeSet(actor, FreezeSet.parse(input));
const combined = (actor: Actor, name: string, op: string, sets: string[]) => combineSets(actor, CombineSets.parse({ name, op, sets }));
const nothing = { code: "not_found" };

test("where nothing is withheld between two clearances, a set of the higher is the lower's too", async () => {
  const { id } = await frozen(cleared, { name: "Open", query: "zebra" });
  expect(await readSet(lower, { id })).toMatchObject({ size: 1 });
  const { items } = await listSetConversations(lower, { id, limit: 5 });
  expect(items.map(({ id: of }) => of)).toEqual(["T1-000000001"]);
});

test("a set that may hold what is withheld from somebody is not there for them: neither size, members nor sums, in whatever it is built into", async () => {
  await world.volume([talk(["A quagga?", "A zebra."])], { tier: 2 });
  const open = (await listSets(lower, { limit: 5 })).items.find(({ name }) => name === "Open")?.id ?? "";
  const secret = await frozen(cleared, { name: "Secret", query: "quagga" });
  expect(secret.size).toBe(1);
  const within = await frozen(cleared, { name: "Within", query: "horse", filters: { set: secret.id } });
  const sum = await combined(cleared, "Sum", "union", [open, secret.id]);
  const own = await frozen(lower, { name: "Own", query: "" });
  for (const { id } of [secret, within, sum]) {
    await expect(readSet(cleared, { id })).resolves.toBeTruthy();
    await expect(readSet(lower, { id })).rejects.toMatchObject(nothing);
    await expect(listSetConversations(lower, { id, limit: 5 })).rejects.toMatchObject(nothing);
    for (const op of ["union", "difference"]) await expect(combined(lower, `${op} ${id}`, op, [id, own.id])).rejects.toMatchObject(nothing);
    expect((await countConversations(lower, CountConversations.parse({ q: "", set: id }))).count.value).toBe(0);
  }
  expect((await listSets(lower, { limit: 50 })).items.map(({ name }) => name)).toEqual(["Own", "Open"]);
  // The other way round nothing is hidden: who is cleared for more sees what was frozen with less.
  expect(await readSet(cleared, { id: own.id })).toMatchObject({ name: "Own", size: 2 });
});

test("a turn that is designated counts as what is withheld, though its conversation is shown", async () => {
  await world.admin.query("SET session_replication_role = replica");
  await world.admin.query("INSERT INTO record.turn_tier (docno, turn, tier) SELECT min(docno), 2, 2 FROM record.conversation");
  await world.admin.query("UPDATE record.conversation SET top_tier = 2 WHERE docno = (SELECT min(docno) FROM record.conversation)");
  await world.admin.query("UPDATE record.volume SET tier = 1");
  await world.admin.query("SET session_replication_role = origin");
  const { id } = await frozen(cleared, { name: "Yes", query: "yes" });
  await expect(readSet(lower, { id })).rejects.toMatchObject(nothing);
});
