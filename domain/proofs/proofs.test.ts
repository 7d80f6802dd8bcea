import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@/domain/access/permit";
import { viewConversation } from "@/domain/conversations/view";
import { parseCheckpoint, parseProof } from "@/lib/checkpoint";
import { leafHash, provesConsistency, provesInclusion } from "@/lib/merkle";
import { cosignature, makeKey, openNote, parseNote, parseVerifierKey, signerOf, verifierKey } from "@/lib/note";
import { openSequencer, type Sequencer } from "@/log/sequencer";
import { makeKeyFile, openSigner } from "@/log/signer";
import { connect } from "@/prisma/connect";
import { newWorld, talk, type World } from "@/prisma/testing/world";
import { readCheckpoint } from "./checkpoint";
import { proveConsistency } from "./consistency";
import { deliverCheckpoints } from "./deliver";
import { listEntriesByLeaf } from "./entries";
import { handInCosignature } from "./hand-in";
import { proveEntry } from "./inclusion";
import { readLogKeys } from "./key";
import { makeReceipt } from "./receipt";
import { listRecipients } from "./recipients";
import { DeliverTo } from "./schema";
import { stopDelivery } from "./stop";

let world: World;
let folder: string;
let client: pg.Client;
let sequencer: Sequencer;
let reader: Actor;
let monitor: Actor;
const bytes = (base64: string) => Buffer.from(base64, "base64");
const witness = signerOf("witness.court.example", makeKey());
const witnessKey = verifierKey(witness, { witness: true });

beforeAll(async () => {
  world = await newWorld();
  folder = await mkdtemp(path.join(tmpdir(), "rr-proofs-"));
  await world.volume([talk(["Who wrote this?", "Nobody did."])]);
  client = await connect(world.sequencerUrl);
  await makeKeyFile(path.join(folder, "key.pem"), false);
  sequencer = await openSequencer({ client, signer: await openSigner(path.join(folder, "key.pem"), folder) });
  reader = await world.actor("plaintiff expert");
  monitor = await world.actor("monitor");
});
afterAll(async () => {
  await client.end();
  await world.close();
  await rm(folder, { recursive: true });
});

const view = async () => (await viewConversation(reader, { id: "T1-000000001" })).entry;

test("before anything is signed it says so, and that there is nothing to prove", async () => {
  await expect(readCheckpoint(reader)).rejects.toMatchObject({ code: "unavailable" });
});

test("an entry that is written and not signed yet is counted, and its receipt comes a moment later", async () => {
  await view(); // the first one is noted by an entry more
  await sequencer.step();
  const entry = await view();
  expect((await readCheckpoint(reader)).behind).toEqual({ entries: 1, seconds: expect.any(Number) });
  await expect(makeReceipt(reader, { entry })).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("in a moment") });
  await expect(proveEntry(reader, { entry })).rejects.toMatchObject({ code: "conflict" });
  await sequencer.step();
  const { behind, size, note, root, origin } = await readCheckpoint(reader);
  expect(behind).toEqual({ entries: 0, seconds: 0 });
  expect(parseCheckpoint(parseNote(note).text)).toEqual({ origin, size, root: bytes(root) });
  expect((await makeReceipt(reader, { entry })).text).toMatch(/^c2sp.org\/tlog-proof@v1\nextra /);
});

test("a receipt proves one's own entry by the log's key alone", async () => {
  const entry = await view();
  await sequencer.step();
  const { keys } = await readLogKeys(reader);
  const proof = parseProof((await makeReceipt(reader, { entry })).text);
  const { text } = openNote(proof.note, keys.map(parseVerifierKey));
  const { size, root } = parseCheckpoint(text);
  const leaf = Buffer.from(proof.extra ?? []);
  expect(provesInclusion(leafHash(leaf), proof.index, size, root, proof.hashes)).toBe(true);
  expect(JSON.parse(leaf.toString("utf8"))).toMatchObject({ id: Number(entry), action: "conversation:view", email: reader.email });
});

test("of another's entry nobody but the monitor has a proof, and is told no more than of one that is not there", async () => {
  const entry = await view();
  await sequencer.step();
  const other = await world.actor("defense counsel");
  const missing = await makeReceipt(other, { entry: "999999999" }).catch((error: Error) => error.message);
  for (const ask of [makeReceipt(other, { entry }), proveEntry(other, { entry })])
    await expect(ask).rejects.toMatchObject({ code: "not_found", message: missing });
  const { index, size, root, leafHash: leaf, hashes } = await proveEntry(monitor, { entry });
  expect(provesInclusion(bytes(leaf), index, size, bytes(root), hashes.map(bytes))).toBe(true);
});

test("from any size to any later checkpoint there is a proof, whoever asks", async () => {
  for (let i = 0; i < 5; i++) {
    await view();
    await sequencer.step();
  }
  const { size } = await readCheckpoint(reader);
  for (let from = 0; from <= size; from++) {
    const { fromRoot, toRoot, hashes, to } = await proveConsistency(reader, { from });
    expect(provesConsistency(from, bytes(fromRoot), to, bytes(toRoot), hashes.map(bytes)), `${from} to ${to}`).toBe(true);
  }
  await expect(proveConsistency(reader, { from: size + 1 })).rejects.toMatchObject({ code: "invalid" });
  await expect(proveConsistency(reader, { from: 0, to: size + 1 })).rejects.toMatchObject({ code: "invalid" });
});

test("the monitor pages through the entries as they stand in the tree; nobody else does", async () => {
  const { size } = await readCheckpoint(monitor);
  const { items, next } = await listEntriesByLeaf(monitor, { from: 0 });
  expect(items.map(({ index }) => index)).toEqual(Array.from({ length: size }, (_, i) => i));
  expect(next).toBeNull();
  const some = await listEntriesByLeaf(monitor, { from: 2, to: 4 });
  expect(some).toEqual({ items: items.slice(2, 4), next: null });
  await expect(listEntriesByLeaf(reader, { from: 0 })).rejects.toMatchObject({ code: "refused" });
});

test("the monitor names a witness, brings what it signed, and from then on receipts carry it", async () => {
  const { id } = await deliverCheckpoints(monitor, DeliverTo.parse({ kind: "witness", vkey: witnessKey }));
  await expect(deliverCheckpoints(monitor, DeliverTo.parse({ kind: "witness", vkey: witnessKey }))).rejects.toMatchObject({
    code: "conflict",
  });
  const entry = await view();
  await sequencer.step();
  const { note, size, unwitnessedSince } = await readCheckpoint(monitor);
  expect(unwitnessedSince).not.toBeNull();
  const line = cosignature(parseNote(note).text, witness, new Date());
  await expect(handInCosignature(reader, { size, line })).rejects.toMatchObject({ code: "refused" });
  await expect(handInCosignature(monitor, { size: size - 1, line })).rejects.toMatchObject({ code: "invalid" });
  const forged = cosignature(parseNote(note).text, signerOf(witness.name, makeKey()), new Date());
  await expect(handInCosignature(monitor, { size, line: forged })).rejects.toMatchObject({ code: "invalid" });
  expect(await handInCosignature(monitor, { size, line })).toMatchObject({ witness: witness.name, size });
  await expect(handInCosignature(monitor, { size, line })).rejects.toMatchObject({ code: "conflict" });
  const { keys, witnesses } = await readLogKeys(reader);
  const proof = parseProof((await makeReceipt(reader, { entry })).text);
  expect(openNote(proof.note, [...keys, ...witnesses].map(parseVerifierKey)).verified.map(({ name }) => name)).toEqual([
    expect.any(String),
    witness.name,
  ]);
  expect((await readCheckpoint(reader)).cosignatures).toMatchObject([{ name: witness.name, size }]);
  expect((await listRecipients(monitor)).items).toMatchObject([{ id, kind: "witness", vkey: witnessKey, target: null }]);
  await stopDelivery(monitor, { id });
  await expect(stopDelivery(monitor, { id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listRecipients(monitor)).items).toEqual([]);
});

test("where checkpoints go is the monitor's to say, by addresses that are no way into the host", async () => {
  const good = ["https://court.example/in", "http://127.0.0.1:9000/in", "http://localhost/in"];
  const bad = [
    "http://court.example/in",
    "file:///etc/passwd",
    "https://user:secret@court.example/",
    "ftp://court.example",
    "court.example",
    "http://127.0.0.1.court.example/",
  ];
  for (const target of good) expect(DeliverTo.safeParse({ kind: "address", target }).success, target).toBe(true);
  for (const target of bad) expect(DeliverTo.safeParse({ kind: "address", target }).success, target).toBe(false);
  for (const who of ["plaintiff counsel", "defense expert", "custodian", "operator"] as const)
    await expect(deliverCheckpoints(await world.actor(who), DeliverTo.parse({ kind: "address", target: good[0] }))).rejects.toMatchObject({
      code: "refused",
    });
  await expect(deliverCheckpoints(monitor, { kind: "folder", target: "/tmp" })).rejects.toMatchObject({ code: "invalid" });
  await expect(deliverCheckpoints(monitor, DeliverTo.parse({ kind: "witness", vkey: verifierKey(witness) }))).rejects.toMatchObject({
    code: "invalid",
  });
  const { id } = await deliverCheckpoints(monitor, DeliverTo.parse({ kind: "address", target: good[0] }));
  const { rows } = await world.admin.query(
    "SELECT outcome, object, detail FROM audit.entry WHERE action = 'checkpoint:deliver' ORDER BY id DESC LIMIT 1",
  );
  expect(rows).toEqual([{ outcome: "done", object: `recipient:${id}`, detail: { to: "address", target: good[0] } }]);
  expect(
    (await world.admin.query("SELECT count(*)::int AS n FROM audit.entry WHERE action = 'checkpoint:deliver' AND outcome = 'refused'"))
      .rows[0].n,
  ).toBeGreaterThan(4);
});

test("where no witness confirms the log for longer than the order allows nothing of the record opens, until one does", async () => {
  const since = async () => (await readCheckpoint(monitor)).unwitnessedSince;
  expect(await since()).toBeNull();
  await world.admin.query("BEGIN; SELECT audit.append(NULL::access.actor, 'checkpoint:deliver', NULL, 'done', NULL, NULL, NULL, NULL)");
  await world.admin.query(
    "INSERT INTO audit.recipient (matter_id, kind, vkey, added_by, added_at) VALUES ($1, 'witness', $2, $3, now() - interval '30 hours')",
    [world.matter, witnessKey, monitor.person],
  );
  await world.admin.query("COMMIT");
  const { size: before } = await readCheckpoint(monitor);
  await view();
  await view();
  await sequencer.step();
  // Entries lately signed and not confirmed yet are no outage.
  expect(await since()).not.toBeNull();
  await view();
  // A checkpoint of the day before yesterday that nobody confirmed is one.
  await world.admin.query("INSERT INTO audit.checkpoint VALUES ($1, $2, $3, 'of then', now() - interval '25 hours')", [
    ...[world.matter, before + 1, Buffer.alloc(32)],
  ]);
  await expect(view()).rejects.toMatchObject({ code: "refused", details: { rule: "unwitnessed" } });
  await sequencer.step();
  const { note, size } = await readCheckpoint(monitor);
  await handInCosignature(monitor, { size, line: cosignature(parseNote(note).text, witness, new Date()) });
  expect(await since()).toBeNull();
  await view();
});
