import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { readLog } from "@/domain/audit/read";
import { viewConversation } from "@/domain/conversations/view";
import { listDesignations } from "@/domain/designations/list";
import { SetDesignation } from "@/domain/designations/schema";
import { setDesignation } from "@/domain/designations/set";
import { runIntake } from "@/domain/intake/run-intake";
import { RunIntake } from "@/domain/intake/schema";
import { readVolume } from "@/domain/volumes/read";
import { newWorld, type World } from "@/prisma/testing/world";
import { liftRedaction } from "./lift";
import { listRedactions } from "./list";
import { makeRedaction } from "./make";
import { MakeRedaction } from "./schema";
import { searchElsewhere } from "./search-elsewhere";
import { settleLost } from "./settle";

let world: World;
let producing: Actor;
let expert: Actor;
let custodian: Actor;
let monitor: Actor;
let folder: string;
const secret = "Marisol Quintero";

type Said = readonly [id: string | null, ...turns: string[]];
async function load(volume: string, records: readonly Said[], manifest: object = {}) {
  const file = path.join(folder, `${volume}.jsonl`);
  const lines = records.map(([id, ...turns]) =>
    JSON.stringify({ ...(id && { id }), messages: turns.map((content, n) => ({ role: n % 2 ? "assistant" : "user", content })) }),
  );
  await writeFile(file, `${lines.join("\n")}\n`);
  const asked = RunIntake.parse({ volume, prefix: volume, files: [file], format: "messages", manifest: { tier: 1, ...manifest } });
  return runIntake(await world.actor("custodian"), asked, { intakeUrl: world.intakeUrl });
}
const numbered = (volume: string, n: number) => `${volume}-${String(n).padStart(9, "0")}`;
const old = (n: number) => numbered("OLD", n);
const newer = (n: number) => numbered("NEW", n);
const read = async (id: string, who = expert) => (await viewConversation(who, { id })).items.map(({ text, withheld }) => withheld ?? text);
const designate = (conversation: string, turn: number, tier: number) =>
  setDesignation(producing, SetDesignation.parse({ conversation, turn, tier, reason: "A formula." }));
const make = (who: Actor, conversationId: string, more: Partial<MakeRedaction> = {}) =>
  makeRedaction(who, MakeRedaction.parse({ conversationId, reason: "Left by the tool.", type: "PERSON", ...more }));
async function mask(id: string, turn: number, words: string) {
  const shown = String((await read(id))[turn - 1]);
  const start = shown.indexOf(words);
  const made = await make(expert, id, { turn, start, end: start + words.length, quote: words });
  await searchElsewhere(expert, made.id);
  return made.id;
}

// Numbers are given in order of the id.
const before: readonly Said[] = [
  ["a", "to be withdrawn", "Yes."],
  ["b", `I am ${secret}.`, `Hello ${secret}, hello!`],
  ["c", `Ask ${secret}.`, "Whom?", "Her."],
  ["d", `Call ${secret} now.`, "No."],
  ["e", "raised as a whole", "Yes."],
  ["f", "same turn", "a formula", "more"],
  ["g", "other turn", "a formula", "more"],
  ["h", "a memo of counsel", "Noted."],
  ["i", "gone later", "Yes."],
];
const after: readonly Said[] = [
  ["a", "to be withdrawn, anew", "Yes."],
  ["b", `I am ${secret}.`, `Hello ${secret}, hello!`],
  ["c", "New first.", "Go on.", `Ask marisol  QUINTERO, I say.`, "Whom?"],
  ["d", "Call [PERSON_1] now.", "No."],
  ["e", "raised as a whole", "Yes."],
  ["f", "same turn, another first one", "a formula", "more"],
  ["g", "other turn", "a formula, reworded", "more"],
  ["h", "a memo of counsel, with a comma", "Noted."],
  [null, "gone later", "Yes."],
];
let lost: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rr-carried-"));
  process.env.READING_ROOM_DATA = folder;
  world = await newWorld();
  [producing, expert] = [await world.actor("defense counsel"), await world.actor("plaintiff expert")];
  [custodian, monitor] = [await world.actor("custodian"), await world.actor("monitor")];
  await world.admin.query("UPDATE access.membership SET tier = 1 WHERE person_id = $1", [expert.person]);
  expert = await world.actor("plaintiff expert");
  await load("OLD", before);
  await make(producing, old(1));
  await mask(old(2), 2, secret);
  await mask(old(3), 1, secret);
  lost = await mask(old(4), 1, secret);
  await designate(old(5), 0, 2);
  await designate(old(6), 2, 2);
  await designate(old(7), 2, 2);
  await make(producing, old(8), { turn: 1 });
  await make(producing, old(9));
  await load("NEW", after, { supersedes: "OLD" });
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

test("a conversation that was withdrawn is withdrawn in the newer version, also where only its words tell which that is", async () => {
  await expect(read(newer(1))).rejects.toMatchObject({ details: { rule: "withdrawn" } });
  await expect(read(newer(9))).rejects.toMatchObject({ details: { rule: "withdrawn" } });
});

test("a mask is found again: at its place in an unchanged turn, by its words in every turn of a changed conversation", async () => {
  // In the first turn nobody had masked it: there it is found as in any volume that comes later.
  expect(await read(newer(2))).toEqual(["I am [PERSON_1].", "Hello [PERSON_1], hello!"]);
  expect(await read(newer(3))).toEqual(["New first.", "Go on.", "Ask [PERSON_1], I say.", "Whom?"]);
});

test("a turn that was withdrawn whole is covered whole, whatever it says now, and somebody looks", async () => {
  expect(await read(newer(8))).toEqual(["[REDACTED_1]", "Noted."]);
});

test("designations hold: the stricter one, for a turn that reads the same, else for the whole conversation", async () => {
  await expect(read(newer(5))).rejects.toMatchObject({ code: "not_found" });
  expect(await read(newer(6))).toEqual(["same turn, another first one", "HIGHLY CONFIDENTIAL – ATTORNEYS’ EYES ONLY", "more"]);
  await expect(read(newer(7))).rejects.toMatchObject({ code: "not_found" });
  const carried = (await listDesignations(producing)).items.filter(({ reason }) => reason.startsWith("As the older version"));
  expect(carried.map(({ conversation, turn, tier }) => [conversation, turn, tier.rank]).sort()).toEqual([
    [newer(5), 0, 2],
    [newer(6), 2, 2],
    [newer(7), 0, 2],
  ]);
  expect(carried[0]?.reason).toMatch(/^As the older version, OLD-00000000\d: A formula\.$/);
});

test("what could not be carried over is a task of the producing side and the host, is counted, and stands in the log until somebody looked", async () => {
  const counts = { designations: 3, widened: 1, withdrawn: 2, masks: 2, lost: 2 };
  expect((await readVolume(monitor, { id: "NEW" })).intakeReport?.superseding).toMatchObject(counts);
  const [entry] = (await readLog(monitor, { action: ["volume:supersede"], limit: 1 })).items;
  expect(entry).toMatchObject({ object: "volume:NEW", detail: counts });
  const waiting = async (who: Actor) =>
    (await listRedactions(who, { limit: 50, waiting: true })).items.filter((one) => one.lost.some(({ settled }) => settled === null));
  expect((await waiting(producing)).map((one) => [one.conversation, one.lost])).toEqual([
    [old(8), [{ volume: "NEW", conversation: newer(8), settled: null }]],
    [old(4), [{ volume: "NEW", conversation: newer(4), settled: null }]],
  ]);
  expect(await waiting(await world.actor("plaintiff counsel"))).toEqual([]);
  expect((await listRedactions(expert, { limit: 50, waiting: false })).items.flatMap((one) => one.lost)).toEqual([]);
  await expect(settleLost(await world.actor("plaintiff counsel"), { id: lost, reason: "Fine." })).rejects.toMatchObject({
    details: { rule: "wrong_side" },
  });
  const settled = await settleLost(producing, { id: lost, reason: "The tool masks it now." });
  expect(settled).toEqual({ id: lost, settled: 1 });
  await expect(settleLost(producing, { id: lost, reason: "Again." })).rejects.toMatchObject({ details: { rule: "settled" } });
  expect((await waiting(custodian)).map(({ conversation }) => conversation)).toEqual([old(8)]);
  const [said] = (await readLog(monitor, { action: ["redaction:decide"], outcome: "done", limit: 1 })).items;
  expect(said).toMatchObject({ object: `conversation:${old(4)}#1`, detail: { redaction: lost, settled: 1 } });
});

test("a third version hears of everything too, also of what the second one had lost, and its designation is not lower than theirs", async () => {
  const report = await load(
    "ELSE",
    [
      ["d", `Call ${secret} now.`, "No."],
      ["a", "to be withdrawn", "Yes."],
    ],
    { supersedes: "NEW" },
  );
  expect(report.superseding).toMatchObject({ withdrawn: 1, masks: 1 });
  expect(await read(numbered("ELSE", 2))).toEqual(["Call [PERSON_1] now.", "No."]);
  await expect(read(numbered("ELSE", 1))).rejects.toMatchObject({ details: { rule: "withdrawn" } });
  await load("HIGH", [["z", "one", "two"]], { tier: 2 });
  const lower = await load("LOW", [["z", "one", "two"]], { tier: 1, supersedes: "HIGH" });
  expect(lower.superseding).toMatchObject({ tier: 2 });
  await expect(read(numbered("LOW", 1))).rejects.toMatchObject({ code: "not_found" });
});

test("what was carried over says what it came from, and is lifted with it where that is lifted everywhere", async () => {
  const { items } = await listRedactions(producing, { limit: 50, waiting: false });
  const carried = items.find((one) => one.conversation === newer(2) && one.turn === 2);
  expect(carried).toMatchObject({ carriedFrom: old(2), reason: "Left by the tool.", placed: { side: "plaintiff" } });
  const first = items.find((one) => one.conversation === old(2));
  await liftRedaction(producing, { id: first?.id ?? "", reason: "She is a public figure.", everywhere: true });
  expect(await read(newer(2))).toEqual([`I am ${secret}.`, `Hello ${secret}, hello!`]);
});

test("what is masked or withdrawn in one version later on is so in the others at once", async () => {
  const { id } = await make(producing, newer(4), { turn: 2, start: 0, end: 2, quote: "No" });
  expect(await read(old(4))).toEqual(["Call [PERSON_1] now.", "[PERSON_2]."]);
  const [entry] = (await readLog(monitor, { action: ["redaction:report"], limit: 1 })).items;
  expect(entry).toMatchObject({ object: `conversation:${newer(4)}#2`, detail: { redaction: id, versions: 2 } });
  await make(producing, old(6));
  await expect(read(newer(6))).rejects.toMatchObject({ details: { rule: "withdrawn" } });
});
