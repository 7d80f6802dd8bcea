import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signIn } from "@/domain/people/session";
import { openSequencer } from "@/log/sequencer";
import { makeKeyFile, openSigner } from "@/log/signer";
import { connected } from "@/prisma/connect";
import { newWorld, type World } from "@/prisma/testing/world";
import { at, closeTerminal, openTerminal, run } from "./testing/terminal";
import { readKeys } from "./verify/note";
import { verifyExport } from "./verify/verify";

let world: World;
beforeAll(async () => {
  world = await newWorld();
  await makeKeyFile(at("key.pem"), false);
  openTerminal(world.url);
});
afterAll(async () => {
  await world.close();
  closeTerminal();
});

const sequence = () =>
  connected(world.sequencerUrl, async (client) => {
    const sequencer = await openSequencer({ client, signer: await openSigner(at("key.pem"), at(".")) });
    while ((await sequencer.step()).entries > 0);
  });
const exported = (name: string, ...more: string[]) => run("audit", "export", "--installation", "--out", at(name), ...more);
const asked = "SELECT person_id, email, session_id, outcome, detail FROM audit.entry WHERE action = 'audit:export' AND matter_id IS NULL";

test("the log of no matter is exported at the host's terminal, says that it was, and verifies by both verifiers", {
  timeout: 60_000,
}, async () => {
  await signIn("stranger@nowhere.example", "wrong");
  await sequence();
  await exported("first");
  await sequence();
  const { exit, json } = await exported("second");
  const { rows } = await world.admin.query("SELECT name FROM audit.installation");
  expect({ exit, json }).toMatchObject({ exit: 0, json: { origin: `${rows[0].name}/-`, pending: 1 } });
  const here = await world.admin.query("SELECT count(*)::int AS n FROM audit.entry WHERE matter_id IS NULL");
  expect(json.entries).toBe(here.rows[0].n - 1);
  expect((await world.admin.query(asked)).rows).toEqual(
    Array(2).fill({ person_id: null, email: null, session_id: null, outcome: "done", detail: { kind: "terminal of the host" } }),
  );

  const keyFile = path.join(at("second"), "keys.txt");
  const keys = readKeys(readFileSync(keyFile, "utf8"));
  const verdict = await verifyExport({ folder: at("second"), keys, since: [], tolerance: 60 });
  expect(verdict.failures).toEqual([]);
  expect(verdict).toMatchObject({ verdict: "verified", origin: json.origin, size: json.entries, replay: null });
  expect(verdict.ranges).toEqual([{ from: 0, to: json.entries, state: "signed", by: [json.origin] }]);
  const twin = JSON.parse(
    execFileSync("python3", ["cli/verify/verify.py", at("second"), "--key", keyFile, "--json"], { encoding: "utf8" }),
  );
  expect(twin).toEqual(verdict);
  const entries = readFileSync(path.join(at("second"), "entries.ndjson"), "utf8")
    .trim()
    .split("\n");
  expect(entries.map((line) => JSON.parse(line).matter)).toEqual(Array(json.entries).fill(null));
});

test("it is done in nobody's name, and no matter's log is told of it", { timeout: 60_000 }, async () => {
  await expect(exported("third", "--as", "monitor@court.example")).rejects.toMatchObject({ exitCode: 2 });
  await expect(exported("third", "--matter", "test")).rejects.toMatchObject({ exitCode: 2 });
  expect((await world.admin.query("SELECT FROM audit.entry WHERE action = 'audit:export' AND matter_id IS NOT NULL")).rowCount).toBe(0);
});
