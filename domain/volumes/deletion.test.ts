import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import { AddCode, ApplyCode } from "@/domain/coding/schema";
import { viewConversation } from "@/domain/conversations/view";
import { approveRelease } from "@/domain/holds/approve-release";
import { placeHold } from "@/domain/holds/place";
import { requestRelease } from "@/domain/holds/request-release";
import { searchConversations } from "@/domain/search/search";
import { freezeSet } from "@/domain/sets/freeze";
import { listSets } from "@/domain/sets/list";
import { FreezeSet } from "@/domain/sets/schema";
import { connected } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { approveDeletion } from "./approve-deletion";
import { purgeVolumes } from "./purge";
import { readVolume } from "./read";
import { refuseDeletion } from "./refuse-deletion";
import { requestDeletion } from "./request-deletion";

let world: World;
beforeAll(async () => {
  world = await newWorld();
});
afterAll(() => world.close());

let volumes = 0;
async function newVolume() {
  const [name, prefix] = [`Delivery ${++volumes}`, `D${volumes}`];
  await world.volume([talk([`zebra${volumes} one`, "yes"]), talk([`zebra${volumes} two`, "no"])], { name, controlPrefix: prefix });
  return { name, prefix, first: `${prefix}-000000001` };
}
const because = { reason: "Stipulated destruction", authority: "ECF 700" };
const ask = async (name: string) => requestDeletion(await world.actor("custodian"), { id: name, confirm: name, ...because });
const approve = async (name: string) => approveDeletion(await world.actor("monitor"), { id: name, confirm: name });
const partitions = async (prefix: string) =>
  (
    await world.admin.query(
      `SELECT c.relname FROM record.part p JOIN record.volume v ON v.id = p.volume_id AND v.control_prefix = $1
       JOIN pg_class c ON c.relname ~ ('^(conversation|conversation_text|conversation_source|span)_' || lpad(p.part::text, 4, '0') || '$')`,
      [prefix],
    )
  ).rows.length;
const found = async (word: string) =>
  (await searchConversations(await world.actor("plaintiff expert"), { q: word, sort: "date", limit: 5 })).items.length;

test("a volume is deleted by the host and the court together, and its record, hashes and numbers stay", async () => {
  const { name, prefix, first } = await newVolume();
  expect(await found("zebra1")).toBe(2);
  await expect(approve(name)).rejects.toMatchObject({ code: "conflict" });
  await ask(name);
  await expect(ask(name)).rejects.toMatchObject({ code: "conflict" });
  expect(await found("zebra1")).toBe(2);
  await expect(approveDeletion(await world.actor("custodian"), { id: name, confirm: name })).rejects.toMatchObject({ code: "refused" });
  await approve(name);
  expect(await found("zebra1")).toBe(0);
  expect(await partitions(prefix)).toBeGreaterThan(0);
  expect(await purgeVolumes(world.intakeUrl)).toEqual({ parts: 1, waits: false });
  expect(await partitions(prefix)).toBe(0);
  expect(await readVolume(await world.actor("defense counsel"), { id: name })).toMatchObject({
    state: "deleted",
    firstControlNumber: first,
    conversations: 2,
    deletion: {
      ...because,
      outcome: "approved",
      left: 0,
      goneAt: expect.any(String),
      requested: { side: "host" },
      decided: { side: "court" },
    },
  });
  const { items } = await readLog(await world.actor("monitor"), { object: `volume:${name}`, limit: 50 });
  expect(items.filter(({ action }) => action.startsWith("volume:")).map(({ action, outcome }) => [action, outcome])).toEqual([
    ["volume:purge", "done"],
    ["volume:approve-deletion", "done"],
    ["volume:approve-deletion", "refused"],
    ["volume:request-deletion", "refused"],
    ["volume:request-deletion", "done"],
    ["volume:approve-deletion", "refused"],
  ]);
  const kept = items.find(({ action, outcome }) => action === "volume:approve-deletion" && outcome === "done")?.detail;
  expect(kept).toMatchObject({ prefix, from: first, to: `${prefix}-000000002`, conversations: 2, files: [{ sha256: expect.any(String) }] });
});

test("numbers, names and prefixes are never given again", async () => {
  const { rows } = await world.admin.query("SELECT max(last_docno) AS last FROM record.part");
  const next = await newVolume();
  const { rows: now } = await world.admin.query("SELECT first_docno FROM record.volume WHERE name = $1", [next.name]);
  expect(now[0].first_docno).toBeGreaterThan(rows[0].last);
  await expect(world.volume([talk(["again"])], { name: "Delivery 1" })).rejects.toThrow();
  await expect(world.volume([talk(["again"])], { name: "Another", controlPrefix: "D1" })).rejects.toThrow();
});

test("whatever hold covers anything in it keeps a volume: of the matter, the volume, a conversation, a set of either side", async () => {
  const { name, prefix, first } = await newVolume();
  const counsel = await world.actor("plaintiff counsel");
  const set = await freezeSet(counsel, FreezeSet.parse({ name: "Held", query: `zebra${volumes} one` }));
  const holds = [
    { scope: "matter" } as const,
    { scope: "volume", target: name } as const,
    { scope: "conversation", target: first } as const,
    { scope: "set", target: set.id } as const,
  ];
  for (const hold of holds) {
    const { id } = await placeHold(counsel, { ...hold, ...because });
    await expect(ask(name)).rejects.toMatchObject({ code: "held", details: { holds: [{ id }] } });
    await release(id);
    await ask(name);
    const later = await placeHold(counsel, { ...hold, ...because });
    await expect(approve(name)).rejects.toMatchObject({ code: "held" });
    await release(later.id);
    await refuseDeletion(await world.actor("custodian"), { id: name, reason: "Not now." });
  }
  // Not by whoever owns the tables either.
  const last = await placeHold(counsel, { scope: "conversation", target: first, ...because });
  const owner = (sql: string) =>
    connected(world.url, async (client) => {
      await client.query("SET ROLE rr_owner");
      await client.query(sql, [prefix]);
    });
  await expect(owner("UPDATE record.volume SET state = 'deleted' WHERE control_prefix = $1")).rejects.toMatchObject({ code: "42501" });
  await expect(owner("DELETE FROM record.volume WHERE control_prefix = $1")).rejects.toMatchObject({ code: "42501" });
  await release(last.id);
});

async function release(id: string) {
  await requestRelease(await world.actor("plaintiff counsel"), { id, reason: "Over." });
  await approveRelease(await world.actor("monitor"), { id });
}

test("what was approved and cut off goes on, and a hold that is placed in between keeps what is still there", async () => {
  const { name, prefix } = await newVolume();
  await ask(name);
  await approve(name);
  // Killed here: nobody finds anything, and the partitions stand.
  expect(await found(`zebra${volumes}`)).toBe(0);
  const counsel = await world.actor("defense counsel");
  const { id } = await placeHold(counsel, { scope: "matter", ...because });
  expect(await purgeVolumes(world.intakeUrl)).toEqual({ parts: 0, waits: false });
  expect(await partitions(prefix)).toBeGreaterThan(0);
  await requestRelease(counsel, { id, reason: "Over." });
  await approveRelease(await world.actor("monitor"), { id });
  // Killed in the middle of a partition: all of it stands, and no entry says otherwise.
  await connected(world.intakeUrl, async (client) => {
    await client.query("BEGIN");
    await client.query("SELECT api.purge_next_part()");
    await client.query("ROLLBACK");
  });
  expect(await partitions(prefix)).toBeGreaterThan(0);
  const reader = await connected(world.url, async (client) => {
    await client.query("BEGIN");
    await client.query("SELECT count(*) FROM record.conversation");
    const gaveWay = await purgeVolumes(world.intakeUrl);
    await client.query("COMMIT");
    return gaveWay;
  });
  expect(reader).toEqual({ parts: 0, waits: true });
  expect(await purgeVolumes(world.intakeUrl)).toEqual({ parts: 1, waits: false });
  expect(await partitions(prefix)).toBe(0);
});

test("a set and a code that point into a deleted volume say so, and its side alone reads which code", async () => {
  const { name, first } = await newVolume();
  await newVolume();
  const counsel = await world.actor("plaintiff counsel");
  await addCode(counsel, AddCode.parse({ key: "hot", label: "Hot" }));
  await applyCode(counsel, ApplyCode.parse({ id: first, code: "hot" }));
  await freezeSet(counsel, FreezeSet.parse({ name: "Both", query: `zebra${volumes - 1} OR zebra${volumes}` }));
  await ask(name);
  await approve(name);
  await purgeVolumes(world.intakeUrl);
  const { items } = await listSets(counsel, { limit: 10 });
  expect(items.find((set) => set.name === "Both")).toMatchObject({ size: 4, lost: [{ volume: name, conversations: 2 }] });
  await expect(viewConversation(counsel, { id: first })).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining(`deleted with its volume, ${name}`),
    details: { deleted: { volume: name, authority: "ECF 700", codes: [{ key: "hot", turn: 0 }] } },
  });
  await expect(viewConversation(await world.actor("defense counsel"), { id: first })).rejects.toMatchObject({
    details: { deleted: { codes: [] } },
  });
  await expect(viewConversation(counsel, { id: first.replace("1", "9") })).rejects.toMatchObject({ code: "not_found", details: undefined });
});
