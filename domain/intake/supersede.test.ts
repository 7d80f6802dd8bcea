import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLog } from "@/domain/audit/read";
import { addCode } from "@/domain/coding/add";
import { applyCode } from "@/domain/coding/apply";
import { readCodings } from "@/domain/coding/codings";
import { AddCode, ApplyCode } from "@/domain/coding/schema";
import { viewConversation } from "@/domain/conversations/view";
import { viewSource } from "@/domain/conversations/view-source";
import { placeHold } from "@/domain/holds/place";
import { folderOf } from "@/domain/productions/folder";
import { searchConversations } from "@/domain/search/search";
import { listSetConversations } from "@/domain/sets/conversations";
import { freezeSet } from "@/domain/sets/freeze";
import { listSets } from "@/domain/sets/list";
import { FreezeSet } from "@/domain/sets/schema";
import { readVolume } from "@/domain/volumes/read";
import { ask, ended } from "@/prisma/testing/exports";
import { amendSettings } from "@/prisma/testing/settings";
import { newWorld, type World } from "@/prisma/testing/world";
import { runIntake } from "./run-intake";
import { type IntakeReport, RunIntake } from "./schema";

let world: World;
let folder: string;
let report: IntakeReport;
let set: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rr-supersede-"));
  process.env.READING_ROOM_DATA = folder;
  world = await newWorld();
  await load("Old", [
    ["a", "zebra same"],
    ["b", "zebra before"],
    ["c", "zebra missing"],
    ["d", "zebra twice"],
    ["d", "zebra twice more"],
  ]);
  for (const who of ["plaintiff counsel", "defense counsel"] as const) {
    const counsel = await world.actor(who);
    await addCode(counsel, AddCode.parse({ key: `of-${counsel.side}`, label: "Hot" }));
    await applyCode(counsel, ApplyCode.parse({ id: await numberOf("before"), code: `of-${counsel.side}` }));
  }
  const counsel = await world.actor("plaintiff counsel");
  set = (await freezeSet(counsel, FreezeSet.parse({ name: "Zebras", query: "zebra" }))).id;
  report = await load(
    "New",
    [
      ["a", "zebra same"],
      ["b", "zebra after"],
      ["e", "zebra added"],
    ],
    "Old",
  );
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

async function load(volume: string, records: readonly (readonly [string, string, object?])[], supersedes?: string) {
  const file = path.join(folder, `${volume}.jsonl`);
  const lines = records.map(([id, content, more]) =>
    JSON.stringify({
      id,
      ...more,
      messages: [
        { role: "user", content },
        { role: "assistant", content: "Yes." },
      ],
    }),
  );
  await writeFile(file, `${lines.join("\n")}\n`);
  const asked = RunIntake.parse({ volume, files: [file], format: "messages", manifest: supersedes ? { supersedes } : {} });
  return runIntake(await world.actor("custodian"), asked, { intakeUrl: world.intakeUrl });
}
const found = async (q: string, more: object = {}) =>
  (await searchConversations(await world.actor("plaintiff expert"), { q, sort: "date", limit: 20, ...more })).items;
const numberOf = async (word: string) => (await found(word, { superseded: true }))[0]?.controlNumber ?? "";

test("a volume takes the place of another, and says what was replaced, added, missing, and of other words", async () => {
  expect(report.superseding).toEqual({
    ...{ supersedes: "Old", replaced: 2, changed: 1, added: 1, missing: 3 },
    ...{ designations: 0, widened: 0, withdrawn: 0, masks: 0, lost: 0 },
  });
  const monitor = await world.actor("monitor");
  const { items } = await readLog(monitor, { action: ["volume:supersede"], limit: 5 });
  expect(items).toMatchObject([{ object: "volume:New", detail: report.superseding }]);
  expect((await readVolume(monitor, { id: "Old" })).supersededBy).toBe("New");
  expect(await readVolume(monitor, { id: "New" })).toMatchObject({ supersedes: "Old", intakeReport: { superseding: report.superseding } });
  await expect(load("Newer", [["a", "zebra"]], "Old")).rejects.toMatchObject({ code: "conflict" });
  await expect(load("Newest", [["a", "zebra"]], "Nowhere")).rejects.toMatchObject({ code: "not_found" });
});

test("the older version leaves searches, opens by its number, and says which one is newer", async () => {
  expect((await found("zebra")).map(({ volume }) => volume).sort()).toEqual(["New", "New", "New", "Old", "Old", "Old"]);
  expect(await found("before")).toEqual([]);
  const { conversation } = await viewConversation(await world.actor("defense expert"), { id: await numberOf("before") });
  expect(conversation).toMatchObject({ supersededBy: await numberOf("after"), changed: true, flags: ["superseded"] });
  expect((await viewConversation(await world.actor("defense expert"), { id: await numberOf("after") })).conversation).toMatchObject({
    supersedes: conversation.controlNumber,
    flags: ["supersedes"],
  });
});

test("codes of every side are carried over, each side sees its own, and nobody is told of the other's", async () => {
  for (const who of ["plaintiff counsel", "defense counsel"] as const) {
    const counsel = await world.actor(who);
    const { items } = await readCodings(counsel, { id: await numberOf("after") });
    expect(items.map(({ code }) => code)).toEqual([`of-${counsel.side}`]);
  }
  const { rows } = await world.admin.query(
    "SELECT string_agg(convert_from(leaf, 'UTF8'), '') AS said FROM audit.entry WHERE action IN ('volume:supersede', 'intake:run')",
  );
  expect(rows[0].said).not.toMatch(/of-plaintiff|of-defense|carried|coding/);
});

test("a set that was frozen before keeps its members, says which have a newer version, and leaves as the newer one", async () => {
  const counsel = await world.actor("plaintiff counsel");
  expect((await listSets(counsel, { limit: 5 })).items[0]).toMatchObject({
    size: 5,
    superseded: [{ volume: "Old", by: "New", conversations: 2, changed: 1 }],
  });
  const members = (await listSetConversations(counsel, { id: set, limit: 20 })).items;
  expect(members.map(({ supersededBy }) => supersededBy).filter(Boolean)).toHaveLength(2);
  const { id } = await ended(counsel, (await ask(counsel, set)).id);
  const lines = (await readFile(path.join(folderOf(id), "conversations.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ volume }) => volume).sort()).toEqual(["New", "New", "Old", "Old", "Old"]);
  const same = (await found("same", { superseded: true, volume: ["Old"] }))[0]?.controlNumber;
  expect(new Set(lines.map(({ replaces }) => replaces))).toEqual(new Set([undefined, same, await numberOf("before")]));
  expect(JSON.parse(await readFile(path.join(folderOf(id), "manifest.json"), "utf8"))).toMatchObject({
    counts: { conversations: 5, replaced: 2 },
  });
});

test("a set that has both versions leaves each conversation once", async () => {
  const counsel = await world.actor("plaintiff counsel");
  const both = await freezeSet(counsel, FreezeSet.parse({ name: "Both", query: "zebra", filters: { superseded: true } }));
  expect(both.size).toBe(8);
  const { id } = await ended(counsel, (await ask(counsel, both.id)).id);
  expect(JSON.parse(await readFile(path.join(folderOf(id), "manifest.json"), "utf8")).counts).toMatchObject({ conversations: 6 });
});

test("a hold on one version keeps every version from leaving", async () => {
  const counsel = await world.actor("plaintiff counsel");
  await placeHold(counsel, { scope: "conversation", target: await numberOf("before"), reason: "Preserve", authority: "ECF 1" });
  const newer = await freezeSet(counsel, FreezeSet.parse({ name: "After", query: "after" }));
  await expect(ask(counsel, newer.id)).rejects.toMatchObject({ code: "held" });
  const other = await freezeSet(counsel, FreezeSet.parse({ name: "Added", query: "added" }));
  expect((await ended(counsel, (await ask(counsel, other.id)).id)).state).toBe("ready");
});

test("a conversation and its newer version are one where it is told whether few say something", async () => {
  const records = Array.from(
    { length: 12 },
    (_, i) =>
      [
        `s${i}`,
        "okapi",
        { model: i < 3 ? "rare" : i < 6 ? "seldom" : "usual", land: i < 3 ? "Tuvalu" : i < 6 ? "Nauru" : "France" },
      ] as const,
  );
  await load("First", records);
  await load("Second", records, "First");
  const counsel = await world.actor("plaintiff counsel");
  await amendSettings(world, { metadataMinimum: 5 });
  const cards = (await found("okapi", { superseded: true, volume: ["First", "Second"], limit: 50 })).map(({ controlNumber, model }) => ({
    controlNumber,
    model,
  }));
  expect(cards).toHaveLength(24);
  const told = await Promise.all(
    cards.map(async ({ controlNumber, model }) => [model, (await viewSource(counsel, { id: controlNumber })).metadata?.land]),
  );
  expect(JSON.stringify(told)).not.toMatch(/rare|seldom|Tuvalu|Nauru/);
  expect(told.filter(([model, land]) => model === "usual" && land === "France")).toHaveLength(12);
  await amendSettings(world, { metadataMinimum: 1 });
});
