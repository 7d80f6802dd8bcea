import { afterAll, beforeAll, expect, test } from "vitest";
import { viewConversation } from "@/domain/conversations/view";
import { SearchConversations } from "@/domain/search/schema";
import { searchConversations } from "@/domain/search/search";
import { sequence } from "@/prisma/testing/sequenced";
import { giveSideKey } from "@/prisma/testing/side-key";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { exportLog } from "./export";
import { readLog } from "./read";
import { ExportedEntry } from "./schema";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await world.volume([talk(["What is a quagga?", "An extinct quagga-coloured horse."]), talk(["Rain?", "Snow."])]);
});
afterAll(() => world.close());

test("the monitor reads who was shown what, without text and without the question", async () => {
  const expert = await world.actor("plaintiff expert");
  await searchConversations(expert, SearchConversations.parse({ q: "quagga" }));
  await viewConversation(expert, { id: "T1-000000001" });
  const all = await readLog(await world.actor("monitor"), { person: "expert@plaintiff.example", limit: 100 });
  const items = all.items.filter(({ action }) => action !== "access:first");
  expect(items[0]).toMatchObject({
    action: "conversation:view",
    what: "Open a conversation and read its turns",
    object: "conversation:T1-000000001",
    outcome: "done",
    detail: { from: 1, to: 2 },
  });
  expect(items[1]).toMatchObject({
    action: "conversation:search",
    shown: { count: 1, controlNumbers: ["T1-000000001"] },
    sealed: false,
  });
  expect(items[2]).toMatchObject({ action: "conversation:ask", shown: null, sealed: true, own: null });
  expect(items[1]?.detail).toMatchObject({ more: false, question: items[2]?.id });
  expect(items[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  expect(JSON.stringify(items)).not.toMatch(/quagga/i);
});

test("everybody else reads their own entries alone, and only there what they had sealed, sealed still", async () => {
  await giveSideKey(world, "plaintiff");
  const expert = await world.actor("plaintiff expert");
  const colleague = await world.actor("plaintiff counsel");
  await searchConversations(expert, SearchConversations.parse({ q: "quagga" }));
  const own = await readLog(expert, { limit: 100 });
  expect(own.items[1]).toMatchObject({
    action: "conversation:ask",
    own: { epoch: 1, box: expect.any(String), commitment: expect.any(String) },
  });
  expect(JSON.stringify(own)).not.toMatch(/quagga/i);
  expect(new Set(own.items.map(({ person }) => person.id))).toEqual(new Set([expert.person]));
  expect((await readLog(colleague, { person: expert.person, limit: 100 })).items).toEqual([]);
});

test("a monitor who has not signed reads no more than their own", async () => {
  await world.actor("plaintiff expert");
  const monitor = await world.actor("monitor", { signed: false });
  await world.admin.query("SET session_replication_role = replica; DELETE FROM access.undertaking; SET session_replication_role = origin");
  const { items } = await readLog({ ...monitor, signed: false }, { limit: 100 });
  expect(new Set(items.map(({ person }) => person.id))).toEqual(new Set([monitor.person]));
  await expect(exportLog({ ...monitor, signed: false }, new Date())).rejects.toMatchObject({ code: "refused" });
});

test("filters and paging reach every entry once", async () => {
  const monitor = await world.actor("monitor");
  const { rows } = await world.admin.query("SELECT id::text FROM audit.entry WHERE matter_id = $1 ORDER BY entry.id DESC", [world.matter]);
  const seen: string[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await readLog(monitor, { limit: 3, after });
    seen.push(...page.items.map(({ id }) => id));
    after = page.next ?? undefined;
    more = page.next !== null;
  }
  expect(seen).toEqual(rows.map(({ id }) => id));
  const today = new Date().toISOString().slice(0, 10);
  expect((await readLog(monitor, { from: today, to: today, limit: 1_000 })).items).toHaveLength(rows.length);
  expect((await readLog(monitor, { to: "2020-01-01", limit: 10 })).items).toEqual([]);
  const views = await readLog(monitor, { object: "T1-000000001", outcome: "done", action: ["conversation:view"], limit: 10 });
  expect(views.items).toHaveLength(1);
});

test("the downloaded log has every entry once, as the table has it, and says that it was downloaded", async () => {
  const monitor = await world.actor("monitor");
  await world.admin.query(
    "SELECT audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', $1::uuid)), 'conversation:view', NULL, 'failed', NULL, NULL, NULL, NULL) FROM generate_series(1, 2500)",
    [world.matter],
  );
  await expect(exportLog(monitor, new Date())).rejects.toMatchObject({ code: "unavailable" });
  await sequence(world.admin, world.matter);
  await exportLog(monitor, new Date());
  const size = await sequence(world.admin, world.matter);
  const exported = await exportLog(monitor, new Date());
  expect(exported.head).toMatchObject({ size, pending: 1, matter: { id: world.matter, slug: "test" } });
  let file = "";
  for await (const lines of exported.entries) file += lines;
  const entries = file
    .trimEnd()
    .split("\n")
    .map((line) => ExportedEntry.parse(JSON.parse(line)));
  const { rows } = await world.admin.query(
    "SELECT e.id::text, e.leaf, l.index::int FROM audit.leaf l JOIN audit.entry e ON e.id = l.entry_id WHERE l.log_id = $1 ORDER BY l.index",
    [world.matter],
  );
  expect(entries.map(({ index, id }) => [index, id])).toEqual(rows.map(({ index, id }) => [index, id]));
  expect(entries.map(({ leaf }) => leaf)).toEqual(rows.map(({ leaf }) => leaf.toString("base64")));
  expect(entries.at(-1)).toMatchObject({ action: "audit:export", outcome: "done", email: "monitor@court.example" });
  expect(file).not.toMatch(/quagga/i);
  for (const who of ["plaintiff counsel", "custodian"] as const)
    await expect(exportLog(await world.actor(who), new Date())).rejects.toMatchObject({ code: "refused" });
});
