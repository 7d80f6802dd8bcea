import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { checkpointText } from "@/lib/checkpoint";
import { consistencyProof, emptyFrontier, extended, type Hash, leafHash, perfectRoot, type ReadNodes, rootOf } from "@/lib/merkle";
import { makeKey, openNote, parseVerifierKey, signerOf, signNote, verifierKey } from "@/lib/note";
import { connect } from "@/prisma/connect";
import { append, appendMany } from "@/prisma/testing/logs";
import { newWorld, type World } from "@/prisma/testing/world";
import { deliverDue, witnessFaults } from "./deliver";
import { openSequencer, type Sequencer } from "./sequencer";
import { makeKeyFile, openSigner } from "./signer";
import { openWitness, type Witness } from "./witness";
import { witnessServer } from "./witness-server";

const log = signerOf("log.example/one", makeKey());
const leaves = (count: number, branch = "") =>
  Array.from({ length: count }, (_, i) => leafHash(Buffer.from(`${i < 4 ? "" : branch}entry ${i}`)));
const reader =
  (all: readonly Hash[]): ReadNodes =>
  async (nodes) =>
    nodes.map(({ level, index }) => perfectRoot(all.slice(index * 2 ** level, (index + 1) * 2 ** level)));
const noteOf = (all: readonly Hash[], signer = log) =>
  signNote(checkpointText({ origin: signer.name, size: all.length, root: rootOf(extended(emptyFrontier, all)) }), signer);
async function request(old: number, all: readonly Hash[], { note = noteOf(all), from = old } = {}) {
  const proof = await consistencyProof(reader(all), from, all.length);
  return `old ${old}\n${proof.map((hash) => `${hash.toString("base64")}\n`).join("")}\n${note}`;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "rr-witness-"));
});
afterEach(() => rm(folder, { recursive: true }));
const opened = () => openWitness(folder, "witness.example", [verifierKey(log)]);

test("a witness cosigns the first tree that it sees, and whatever continues it", async () => {
  const witness = await opened();
  for (const [old, size] of [
    [0, 3],
    [3, 7],
    [7, 7],
    [7, 20],
  ] as const) {
    const { status, body } = await witness.addCheckpoint(await request(old, leaves(size)));
    expect([status, old, size]).toEqual([200, old, size]);
    const { verified } = openNote(noteOf(leaves(size)) + body, [parseVerifierKey(witness.vkey)]);
    expect(verified[0]?.at?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  }
  expect(await witness.sizeOf(log.name)).toBe(20);
});

test("it says no as the protocol says it, and remembers nothing of what it refused", async () => {
  const witness = await opened();
  await witness.addCheckpoint(await request(0, leaves(8)));
  const stranger = signerOf("log.example/two", makeKey());
  const forger = signerOf(log.name, makeKey());
  const size = { status: 409, body: "8\n" };
  const cases: [string, string, object][] = [
    ["a log it does not know", await request(0, leaves(8), { note: noteOf(leaves(8), stranger) }), { status: 404 }],
    ["another's signature", await request(8, leaves(9), { note: noteOf(leaves(9), forger) }), { status: 403 }],
    ["an old size that is not what it saw last", await request(5, leaves(9)), size],
    ["an old size of nothing", await request(0, leaves(9)), size],
    ["the same size and another root", await request(8, leaves(8, "other ")), size],
    ["an old size above the new one", await request(8, leaves(5), { from: 5 }), { status: 400 }],
    ["a shorter log under an old size that it has", await request(4, leaves(5)), size],
    ["another branch", await request(8, leaves(12, "other ")), { status: 422 }],
    ["a proof that is none", (await request(8, leaves(12))).replace(/\n\w{10}/, "\nAAAAAAAAAA"), { status: 422 }],
    ["a proof too many", (await request(8, leaves(12))).replace("\n\n", `\n${Buffer.alloc(32).toString("base64")}\n\n`), { status: 422 }],
    ["no request at all", "hello", { status: 400 }],
    ["a number with zeros", (await request(8, leaves(9))).replace("old 8", "old 08"), { status: 400 }],
    ["64 lines of proof", `old 8\n${`${Buffer.alloc(32).toString("base64")}\n`.repeat(64)}\n${noteOf(leaves(9))}`, { status: 400 }],
  ];
  for (const [name, body, answer] of cases) expect(await witness.addCheckpoint(body), name).toMatchObject(answer);
  expect(await witness.sizeOf(log.name)).toBe(8);
});

test("of two that come at once one is cosigned, and no later start rolls it back", async () => {
  const witness = await opened();
  const answers = await Promise.all([
    witness.addCheckpoint(await request(0, leaves(5))),
    witness.addCheckpoint(await request(0, leaves(9))),
    witness.addCheckpoint(await request(0, leaves(9, "other "))),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 409, 409]);
  const again = await openWitness(folder, undefined);
  expect(again.vkey).toBe(witness.vkey);
  expect(await again.sizeOf(log.name)).toBe(5);
  expect((await again.addCheckpoint(await request(5, leaves(9)))).status).toBe(200);
  await expect(openWitness(folder, "another.example")).rejects.toThrow("is called witness.example");
});

// From here on a real log with its sequencer, and the witness behind its port.
/** A log that nothing else writes to. */
const matter = randomUUID();
let world: World;
let client: pg.Client;
let sequencer: Sequencer;
let kept: string;
let server: Server;
let witness: Witness;
let address: string;
const listening = (made: Server) =>
  new Promise<string>((resolve) => made.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(made.address() as AddressInfo).port}`)));
beforeAll(async () => {
  world = await newWorld();
  kept = await mkdtemp(path.join(tmpdir(), "rr-kept-"));
  client = await connect(world.sequencerUrl);
  await makeKeyFile(path.join(kept, "key.pem"), false);
  const signer = await openSigner(path.join(kept, "key.pem"), kept);
  sequencer = await openSequencer({ client, signer });
  await append(world.admin, matter);
  await sequencer.step();
  const { rows } = await world.admin.query("SELECT vkey FROM audit.log_key WHERE log_id = $1", [matter]);
  witness = await openWitness(path.join(kept, "witness"), "witness.example", [rows[0].vkey]);
  server = witnessServer(witness);
  address = await listening(server);
});
afterAll(async () => {
  server.close();
  await client.end();
  await world.close({ invented: true });
  await rm(kept, { recursive: true });
});

async function name(kind: string, target: string, vkey: string | null = null) {
  await world.admin.query("BEGIN; SELECT audit.append(NULL::access.actor, 'checkpoint:deliver', NULL, 'done', NULL, NULL, NULL, NULL)");
  await world.admin.query(
    "INSERT INTO audit.recipient (matter_id, kind, target, vkey, added_by) VALUES ($1, $2, $3, $4, gen_random_uuid())",
    [matter, kind, target, vkey],
  );
  await world.admin.query("COMMIT");
}
const soon = () => world.admin.query("UPDATE audit.recipient SET delivered_at = delivered_at - interval '2 minutes'");
const recipients = async () =>
  (await world.admin.query("SELECT kind, delivered_size::int AS size, problem FROM audit.recipient ORDER BY added_at")).rows;

test("checkpoints go to a witness, a folder and an address; what was cosigned is kept in both places", async () => {
  const got: string[] = [];
  const court = createServer((request, response) => {
    let body = "";
    request
      .on("data", (part) => (body += part))
      .on("end", () => {
        got.push(body);
        response.writeHead(got.length > 1 ? 204 : 500).end();
      });
  });
  await name("witness", `${address}/`, witness.vkey);
  await name("folder", path.join(kept, "court"));
  await name("address", await listening(court));
  await appendMany(world.admin, matter, 20);
  await sequencer.step();
  await deliverDue(client, kept);
  expect(await recipients()).toEqual([
    { kind: "witness", size: 21, problem: null },
    { kind: "folder", size: 21, problem: null },
    { kind: "address", size: 0, problem: expect.stringContaining("answered 500") },
  ]);
  await deliverDue(client, kept);
  court.close();
  expect(await recipients()).toMatchObject([{}, {}, { size: 21, problem: null }]);
  const [file = ""] = await readdir(path.join(kept, "court"));
  expect(file).toMatch(/^reading-room-[0-9a-f]{8}_[0-9a-f-]{36}-000000000021\.checkpoint$/);
  expect(await readFile(path.join(kept, "court", file), "utf8")).toBe(got[1]);
  const witnessed = await readFile(path.join(kept, "witnessed", `${matter}.checkpoint`), "utf8");
  expect(witnessed.startsWith(got[1] ?? "?")).toBe(true);
  expect(openNote(witnessed, [parseVerifierKey(witness.vkey)]).verified).toHaveLength(1);
  expect((await world.admin.query("SELECT size::int, witness FROM audit.cosignature")).rows).toEqual([
    { size: 21, witness: "witness.example" },
  ]);
});

test("a witness that is gone is noted, asked again, and catches up when it is back", async () => {
  await appendMany(world.admin, matter, 300);
  await sequencer.step();
  server.close();
  await soon();
  await deliverDue(client, kept);
  expect((await recipients())[0]).toMatchObject({ size: 21, problem: expect.stringContaining("does not answer") });
  expect(await witnessFaults(client)).toEqual([]);
  server = witnessServer(witness).listen(Number(new URL(address).port), "127.0.0.1");
  await deliverDue(client, kept);
  expect((await recipients())[0]).toEqual({ kind: "witness", size: 321, problem: null });
});

test("a witness that has seen more than the database holds, or something else, is heard at the start", async () => {
  expect(await witnessFaults(client)).toEqual([]);
  await world.admin.query("BEGIN");
  for (const table of ["tree", "leaf", "checkpoint"]) await world.admin.query(`ALTER TABLE audit.${table} DISABLE TRIGGER USER`);
  await world.admin.query("DELETE FROM audit.checkpoint WHERE size > 21 AND log_id = $1", [matter]);
  await world.admin.query("COMMIT");
  expect(await witnessFaults(client)).toEqual([expect.stringContaining("has seen 321 entries of this log, and here are only 21")]);
  await rm(path.join(kept, "signed"), { recursive: true });
  const { rows } = await world.admin.query("SELECT root FROM audit.checkpoint WHERE size = 21 AND log_id = $1", [matter]);
  await world.admin.query("DELETE FROM audit.leaf WHERE index >= 21 AND log_id = $1", [matter]);
  await world.admin.query("ALTER TABLE audit.tile DISABLE TRIGGER USER");
  await world.admin.query("DELETE FROM audit.tile");
  await world.admin.query("UPDATE audit.tree SET size = 21, root = $1 WHERE log_id = $2", [rows[0].root, matter]);
  await world.admin.query("ALTER TABLE audit.entry DISABLE TRIGGER USER");
  await world.admin.query("DELETE FROM audit.entry e WHERE NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)");
  await appendMany(world.admin, matter, 400);
  // A host that has the key and has forgotten on purpose what it signed.
  const forged = await openSequencer({ client, signer: await openSigner(path.join(kept, "key.pem"), kept) });
  await forged.step();
  expect(await witnessFaults(client)).toEqual([expect.stringContaining("does not continue it")]);
});
