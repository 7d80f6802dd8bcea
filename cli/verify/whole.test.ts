import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeFolder } from "@/cli/folder";
import { makeToken } from "@/domain/account/make-token";
import { MakeToken } from "@/domain/account/schema";
import { exportLog, filesOf } from "@/domain/audit/export";
import { viewConversation } from "@/domain/conversations/view";
import { approveRelease } from "@/domain/holds/approve-release";
import { placeHold } from "@/domain/holds/place";
import { requestRelease } from "@/domain/holds/request-release";
import { addPerson } from "@/domain/people/add-person";
import { AddPerson } from "@/domain/people/schema";
import { findActor, signIn, signOut } from "@/domain/people/session";
import { suspendPerson } from "@/domain/people/suspend";
import { searchConversations } from "@/domain/search/search";
import { cosignature, makeKey, parseNote, signerOf, verifierKey } from "@/lib/note";
import { openSequencer } from "@/log/sequencer";
import { makeKeyFile, openSigner } from "@/log/signer";
import { ask, download, ended, exportingWorld, frozen } from "@/prisma/testing/exports";
import { makeTokenAtHost } from "@/prisma/token";
import { readKeys } from "./note";
import { verifyExport } from "./verify";

let world: Awaited<ReturnType<typeof exportingWorld>>;
let folder: string;
let client: pg.Client;
beforeAll(async () => {
  world = await exportingWorld();
  folder = mkdtempSync(path.join(tmpdir(), "rr-whole-"));
  client = new pg.Client({ connectionString: world.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await world.close();
  rmSync(folder, { recursive: true });
});

const because = { reason: "Preservation order", authority: "ECF 551" };

async function day() {
  const expert = await world.actor("plaintiff expert");
  const defense = await world.actor("defense counsel");
  const monitor = await world.actor("monitor");
  const custodian = await world.actor("custodian");
  await searchConversations(expert, { q: "zebras", sort: "date", limit: 3 });
  for (let i = 1; i <= 20; i++) await viewConversation(expert, { id: `T1-${String(i).padStart(9, "0")}` });
  const person = AddPerson.parse({ email: "new@plaintiff.example", name: "New Body", side: "plaintiff", role: "expert", tier: 1 });
  const added = await addPerson(custodian, person);
  const { token } = await makeTokenAtHost(world.url, "test", {
    email: added.email,
    name: "script",
    expiresAt: new Date(Date.now() + 86_400_000),
    exports: false,
  });
  await makeToken(custodian, MakeToken.parse({ name: "a script of one's own" }));
  const actor = await findActor(token);
  if (actor) await viewConversation(actor, { id: "T1-000000001" }).catch(() => null);
  await signOut((await signIn("new@plaintiff.example", added.password ?? "")) ?? "");
  const production = await ended(defense, (await ask(defense, await frozen(defense))).id);
  await download(defense, production.id, "SHA256SUMS");
  const { id: hold } = await placeHold(defense, { scope: "matter", ...because });
  await requestRelease(defense, { id: hold, reason: "Settled." });
  await approveRelease(monitor, { id: hold });
  await download(defense, production.id, "SHA256SUMS");
  await suspendPerson(custodian, { id: added.id, reason: "Left the firm." });
  return monitor;
}

test("what the product wrote, put into its tree and signed, is verified by both verifiers, and every right in it is explained", async () => {
  const key = path.join(folder, "key.pem");
  await makeKeyFile(key, false);
  const sequencer = await openSequencer({ client, signer: await openSigner(key, folder) });
  const monitor = await day();
  while ((await sequencer.step()).entries > 0);
  const { rows } = await client.query("SELECT size, note FROM audit.checkpoint WHERE log_id = $1 ORDER BY size DESC LIMIT 1", [
    world.matter,
  ]);
  const witness = signerOf("monitor.court.example", makeKey());
  const line = cosignature(parseNote(rows[0].note).text, witness, new Date());
  await client.query("INSERT INTO audit.cosignature (log_id, size, witness, line, at) VALUES ($1, $2, $3, $4, now())", [
    ...[world.matter, rows[0].size, witness.name, line],
  ]);
  await viewConversation(await world.actor("plaintiff expert"), { id: "T1-000000021" });
  while ((await sequencer.step()).entries > 0);

  const out = path.join(folder, "export");
  const exported = await exportLog(monitor, new Date());
  await writeFolder(out, filesOf(exported));
  expect(readdirSync(out).sort()).toEqual(["checkpoints.ndjson", "entries.ndjson", "keys.txt", "log.json"]);
  const keyFile = path.join(folder, "trusted.txt");
  writeFileSync(keyFile, `${readFileSync(path.join(out, "keys.txt"), "utf8")}\n${verifierKey(witness, { witness: true })}\n`);

  const verdict = await verifyExport({ folder: out, keys: readKeys(readFileSync(keyFile, "utf8")), since: [], tolerance: 60 });
  expect(verdict.failures).toEqual([]);
  const { head } = exported;
  expect(verdict).toMatchObject({ verdict: "verified", origin: head.origin, size: head.size, replay: { unexplained: 0 } });
  expect(verdict.ranges).toEqual([
    { from: 0, to: Number(rows[0].size), state: "witnessed", by: [witness.name] },
    { from: Number(rows[0].size), to: head.size, state: "signed", by: [head.origin] },
  ]);
  const twin = JSON.parse(execFileSync("python3", ["cli/verify/verify.py", out, "--key", keyFile, "--json"], { encoding: "utf8" }));
  expect(twin).toEqual(verdict);
});

test("an export is there whole or not at all", async () => {
  async function* broken() {
    yield { name: "entries.ndjson", pieces: one("half\n") };
    throw new Error("power cut");
  }
  const out = path.join(folder, "broken");
  await expect(writeFolder(out, broken())).rejects.toThrow("power cut");
  expect(existsSync(out)).toBe(false);
  const taken = path.join(folder, "export");
  await expect(writeFolder(taken, none())).rejects.toMatchObject({ code: "conflict" });
  expect(readdirSync(folder).filter((name) => name.includes(".new-"))).toEqual([]);
});

async function* one(text: string) {
  yield text;
}
async function* none(): AsyncGenerator<{ name: string; pieces: AsyncIterable<string> }> {}
