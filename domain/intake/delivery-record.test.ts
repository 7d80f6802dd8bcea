import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { placeHold } from "@/domain/holds/place";
import { listOutOfFrame } from "@/domain/volumes/list-out-of-frame";
import { listRejections } from "@/domain/volumes/list-rejections";
import { readVolume } from "@/domain/volumes/read";
import { ListOutOfFrame } from "@/domain/volumes/schema";
import { newWorld, type World } from "@/prisma/testing/world";
import { describeVolume } from "./describe";
import { discardVolume } from "./discard";
import { proveVolume } from "./prove";
import { runIntake } from "./run-intake";
import { Manifest, RunIntake } from "./schema";

type Page = { items: { controlNumber: string; why: string[] }[]; next: string | null };
let world: World;
let custodian: Actor;
const folder = mkdtempSync(path.join(tmpdir(), "record-"));
beforeAll(async () => {
  world = await newWorld();
  custodian = await world.actor("custodian");
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

let names = 0;
const freshName = () => `Delivery ${++names}`;
function write(content: string): string {
  const file = path.join(folder, `${++names}.jsonl`);
  writeFileSync(file, content);
  return file;
}
const take = (files: string[], more: object = {}) =>
  runIntake(custodian, RunIntake.parse({ volume: freshName(), files, ...more }), { intakeUrl: world.intakeUrl });
const line = (prompt: string, more: object = {}) =>
  `${JSON.stringify({
    messages: [
      { role: "user", content: prompt },
      { role: "assistant", content: `Answer to ${prompt}` },
    ],
    ...more,
  })}\n`;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const manifest = {
  source: "Consumer chats",
  producingParty: "Provider, Inc.",
  orderReference: "Dkt. 734",
  deidTool: "Scrubber",
  deidVersion: "3.2",
  frame: {
    population: "all chats",
    from: "2023-01-01",
    to: "2023-12-31",
    exclusions: ["Enterprise"],
    strata: ["month"],
    weights: { "2023-01": 1.5 },
    seed: 7,
    business: { field: "plan", values: ["team"] },
    note: "as stipulated",
  },
  tier: 1,
};

test("what a delivery says of itself is kept with the volume, in the log and on its page, and stands once it is sealed", async () => {
  const volume = freshName();
  const file =
    line("first", { timestamp: "2022-06-01T00:00:00Z" }) +
    line("second", { timestamp: "2023-06-01T00:00:00Z", plan: "team" }) +
    line("third", { timestamp: "2024-06-01T00:00:00Z" }) +
    line("fourth");
  const report = await take([write(file)], {
    volume,
    manifest: {
      ...manifest,
      files: [
        { file: "a.jsonl", sha256: sha256(file) },
        { file: "b.jsonl", sha256: "0".repeat(64) },
      ],
    },
  });
  expect(report.outOfFrame).toEqual({ early: 1, late: 1, undated: 1, business: 1 });
  expect(report.filesMissing).toEqual(["b.jsonl"]);
  const expert = await world.actor("defense expert");
  const page = async (after?: string) => (await listOutOfFrame(expert, ListOutOfFrame.parse({ id: volume, limit: "3", after }))) as Page;
  const first = await page();
  const number = (n: number) => `${report.controlPrefix}-00000000${n}`;
  expect(first.items).toEqual([
    { controlNumber: number(1), why: ["early"] },
    { controlNumber: number(2), why: ["business"] },
    { controlNumber: number(3), why: ["late"] },
  ]);
  expect(await page(first.next ?? "")).toEqual({ items: [{ controlNumber: number(4), why: ["undated"] }], next: null });
  const file4 = (await listOutOfFrame(expert, ListOutOfFrame.parse({ id: volume, format: "csv" }))) as Response;
  expect((await file4.text()).trim().split("\r\n")).toEqual([
    "conversation,why",
    ...first.items.map(({ controlNumber, why }) => `${controlNumber},${why}`),
    `${number(4)},undated`,
  ]);
  const seen = await readVolume(await world.actor("defense expert"), { id: volume });
  const { files: _, ...said } = { ...manifest, files: [] };
  expect(seen).toMatchObject({ ...said, designated: true, hashList: [{ file: "a.jsonl" }, { file: "b.jsonl" }] });
  const { rows } = await world.admin.query(
    "SELECT detail->'record'->>'producingParty' AS party FROM audit.entry WHERE object = $1 AND detail->>'step' = 'described'",
    [`volume:${volume}`],
  );
  expect(rows).toEqual([{ party: "Provider, Inc." }]);
  await expect(describeVolume(custodian, { volume, source: "Other" })).rejects.toMatchObject({ code: "conflict" });
  await expect(world.admin.query("UPDATE record.volume SET source = 'Other' WHERE name = $1", [volume])).rejects.toThrow(
    /what is sealed is not changed/,
  );
});

test("before it is sealed it can be written again, by the custodian alone; what is undesignated has the highest tier", async () => {
  const volume = freshName();
  await expect(take([write("{broken\n")], { volume, format: "messages" })).resolves.toMatchObject({ conversations: 0 });
  await describeVolume(custodian, { volume, source: "One", deidVersion: "1" });
  await describeVolume(custodian, { volume, source: "Two" });
  expect(await readVolume(custodian, { id: volume })).toMatchObject({
    source: "Two",
    deidVersion: "1",
    designated: false,
    tier: custodian.order.settings.tiers.length,
  });
  await expect(describeVolume(await world.actor("plaintiff counsel"), { volume, source: "Three" })).rejects.toMatchObject({
    code: "refused",
  });
  await expect(describeVolume(custodian, { volume, tier: 9 })).rejects.toMatchObject({ code: "invalid" });
  await expect(describeVolume(custodian, { volume: "Nowhere", source: "x" })).rejects.toMatchObject({ code: "not_found" });
  expect(Manifest.safeParse({ frame: { from: "2024-01-01", to: "2023-01-01" } }).success).toBe(false);
  expect(Manifest.safeParse({ sorce: "x" }).success).toBe(false);
});

test("a file that is not on the producing party's list of hashes is not read", async () => {
  const volume = freshName();
  await expect(take([write(line("altered"))], { volume, manifest: { files: [{ file: "a", sha256: "f".repeat(64) }] } })).rejects.toThrow(
    /Not on the producing party's list/,
  );
  const { rows } = await world.admin.query(
    "SELECT count(*)::int AS n FROM record.delivery d JOIN record.volume v ON v.id = d.volume_id WHERE v.name = $1",
    [volume],
  );
  expect(rows[0].n).toBe(0);
});

test("what is said twice, and nearly twice, is counted, in conversations and in turns", async () => {
  const words = Array.from({ length: 300 }, (_, i) => `word${(i * 7919) % 1009}`);
  const changed = [...words];
  changed[150] = "changed";
  const other = Array.from({ length: 300 }, (_, i) => `other${i}`);
  const report = await take([write([words, words, changed, other].map((one) => line(one.join(" "))).join(""))]);
  // Each answer says nearly what its prompt said.
  expect(report).toMatchObject({ conversations: 4, duplicates: 1, nearDuplicates: 1, duplicateTurns: 2, nearDuplicateTurns: 4 });
});

test("every rejection can be read and taken away as CSV, however many there are; a name is no formula", async () => {
  const volume = freshName();
  const file = path.join(folder, "=1+1.jsonl");
  writeFileSync(file, line("good") + "{broken\n".repeat(1_203));
  await take([file], { volume });
  const { id } = await readVolume(custodian, { id: volume });
  const monitor = await world.actor("monitor");
  const page = await listRejections(monitor, { id, limit: 1_000, format: "json" });
  if (page instanceof Response) throw new Error("not a page");
  const rest = await listRejections(monitor, { id, limit: 1_000, format: "json", after: page.next ?? "" });
  expect([page.items.length, rest instanceof Response ? 0 : rest.items.length]).toEqual([1_000, 203]);
  const response = (await listRejections(monitor, { id, limit: 10, format: "csv" })) as Response;
  const lines = (await response.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1_204);
  expect(lines[0]).toBe("file,record,line,byte,bytes,reason");
  expect(lines[1]).toMatch(/^'=1\+1\.jsonl,2,2,\d+,7,not valid JSON/);
});

test("a sealed volume is proved from its files: records by place and hash, conversations by reading again, texts by the hash of what was numbered", async () => {
  const volume = freshName();
  const file = write(`${line("one")}{broken\n${line("tw\\u0000o")}${line("three".repeat(40_000))}`);
  await take([file], { volume });
  expect(await proveVolume(custodian, { volume, files: [file] }, world.intakeUrl)).toEqual({
    files: 1,
    records: 4,
    proved: 3,
    rejected: 1,
    differing: [],
    filesMissing: [],
  });
  await expect(proveVolume(custodian, { volume, files: [write(line("another"))] }, world.intakeUrl)).rejects.toThrow(
    /is not as any file of this volume was/,
  );
  await world.admin.query(
    `UPDATE record.conversation_text t SET turns = jsonb_set(turns, '{0,text}', '"altered"') FROM record.volume v WHERE v.name = $1 AND t.docno = v.first_docno`,
    [volume],
  );
  const altered = await proveVolume(custodian, { volume, files: [file] }, world.intakeUrl);
  expect([altered.proved, altered.differing.map(({ what }) => what)]).toEqual([
    2,
    ["the text that is kept is not the text that was numbered"],
  ]);
  await expect(proveVolume(await world.actor("monitor"), { volume, files: [file] }, world.intakeUrl)).rejects.toMatchObject({
    code: "refused",
  });
});

test("what was never sealed can be discarded, with its reason in the log; not while it is held, and never once it is sealed", async () => {
  const volume = freshName();
  const abort = new AbortController();
  const many = write(Array.from({ length: 4_500 }, (_, i) => line(`question ${i}`)).join(""));
  const onProgress = ({ records }: { records: number }) => void (records > 0 && abort.abort(new Error("stopped")));
  await expect(
    runIntake(custodian, RunIntake.parse({ volume, files: [many] }), { intakeUrl: world.intakeUrl, onProgress, signal: abort.signal }),
  ).rejects.toThrow("stopped");
  const { id } = await placeHold(await world.actor("plaintiff counsel"), { scope: "matter", reason: "Keep it.", authority: "Dkt. 1" });
  await expect(discardVolume(custodian, { volume, reason: "Wrong delivery." })).rejects.toMatchObject({ code: "held" });
  await world.admin.query("ALTER TABLE release.hold DISABLE TRIGGER USER");
  await world.admin.query("DELETE FROM release.hold WHERE id = $1", [id]);
  await world.admin.query("ALTER TABLE release.hold ENABLE TRIGGER USER");
  await expect(discardVolume(await world.actor("monitor"), { volume, reason: "Mine." })).rejects.toMatchObject({ code: "refused" });
  const { stored } = await discardVolume(custodian, { volume, reason: "Wrong delivery." });
  expect(stored).toBeGreaterThan(0);
  expect((await world.admin.query("SELECT FROM record.staged")).rows).toEqual([]);
  await expect(discardVolume(custodian, { volume, reason: "Again." })).rejects.toMatchObject({ code: "not_found" });
  const { rows } = await world.admin.query(
    "SELECT detail->>'reason' AS reason, detail->'files'->0->>'stored' AS stored FROM audit.entry WHERE object = $1 AND outcome = 'done' AND detail->>'step' = 'discarded'",
    [`volume:${volume}`],
  );
  expect(rows).toEqual([{ reason: "Wrong delivery.", stored: String(stored) }]);
  await take([many], { volume });
  await expect(discardVolume(custodian, { volume, reason: "Sealed." })).rejects.toMatchObject({ code: "conflict" });
});

test("what was staged keeps no room once it is sealed, and a volume that is still being read loses nothing to another", async () => {
  const staged = async () =>
    (await world.admin.query("SELECT count(*)::int AS rows, pg_relation_size('record.staged')::int AS bytes FROM record.staged")).rows[0];
  const volume = freshName();
  const abort = new AbortController();
  const many = write(Array.from({ length: 4_500 }, (_, i) => line(`question ${i}`)).join(""));
  const onProgress = ({ records }: { records: number }) => void (records > 0 && abort.abort(new Error("stopped")));
  const input = RunIntake.parse({ volume, files: [many] });
  await expect(runIntake(custodian, input, { intakeUrl: world.intakeUrl, onProgress, signal: abort.signal })).rejects.toThrow("stopped");
  const before = await staged();
  expect(before.rows).toBeGreaterThan(0);
  await runIntake(custodian, RunIntake.parse({ volume: freshName(), files: [write(line("another"))] }), { intakeUrl: world.intakeUrl });
  expect((await staged()).rows).toBe(before.rows);
  expect((await runIntake(custodian, input, { intakeUrl: world.intakeUrl })).conversations).toBe(4_500);
  expect(await staged()).toEqual({ rows: 0, bytes: 0 });
});
