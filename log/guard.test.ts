import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseCheckpoint } from "@/lib/checkpoint";
import { cosignature, makeKey, parseNote, signerOf } from "@/lib/note";
import { connect, connected } from "@/prisma/connect";
import { append, appendMany } from "@/prisma/testing/logs";
import { newWorld, type World } from "@/prisma/testing/world";
import { logFaults, readRemembered } from "./guard";
import { LogFault } from "./kept";
import { runSequencer } from "./run";
import { openSequencer } from "./sequencer";
import { keep, makeKeyFile, openSigner } from "./signer";

/** A log that nothing else writes to. */
const matter = randomUUID();
let world: World;
let folder: string;
let client: pg.Client;
let copy: string;

const sequenced = async (url: string, into = folder) =>
  connected(url, async (one) => {
    const sequencer = await openSequencer({ client: one, signer: await openSigner(path.join(folder, "key.pem"), into) });
    const done = await sequencer.step();
    return done.checkpoints.filter(({ log }) => log === matter).map(({ note }) => note);
  });

// A base copy is taken at five entries; then the log goes on to three hundred, which are signed and witnessed.
beforeAll(async () => {
  world = await newWorld();
  folder = await mkdtemp(path.join(tmpdir(), "rr-guard-"));
  client = await connect(world.url);
  await makeKeyFile(path.join(folder, "key.pem"), false);
  await appendMany(client, matter, 5);
  await sequenced(world.sequencerUrl);
  await client.end();
  await world.admin.end();
  copy = new URL(world.url).pathname.slice(1);
  const server = new URL(world.url);
  server.pathname = "/postgres";
  await connected(server.href, async (one) => {
    await one.query(`CREATE DATABASE ${copy}_old TEMPLATE ${copy}`);
    await one.query(`GRANT CONNECT ON DATABASE ${copy}_old TO rr_sequencer`);
  });
  client = await connect(world.url);
  await appendMany(client, matter, 295);
  const [note = ""] = await sequenced(world.sequencerUrl);
  const witness = signerOf("witness.example", makeKey());
  await keep(path.join(folder, "witnessed", `${matter}.checkpoint`), note + cosignature(parseNote(note).text, witness, new Date()));
});
afterAll(async () => {
  const server = new URL(world.url);
  server.pathname = "/postgres";
  await client.end();
  await connected(server.href, async (one) => {
    for (const name of [copy, `${copy}_old`]) await one.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
  await rm(folder, { recursive: true });
});

const remembered = async () => (await readRemembered(folder)).filter(({ origin }) => origin.endsWith(matter));
const old = () => world.sequencerUrl.replace(copy, `${copy}_old`);

test("a log that continues what was signed and witnessed has no fault, however far it went on", async () => {
  const kept = await remembered();
  expect(kept.map(({ by, size }) => [by, size])).toEqual([
    ["signed", 300],
    ["witnessed", 300],
  ]);
  await append(client, matter);
  expect(await logFaults(world.sequencerUrl, await readRemembered(folder))).toEqual([]);
});

test("an old copy put in its place is met before it serves anybody, by what was signed and by what was witnessed", async () => {
  const faults = await logFaults(old(), await remembered());
  expect(faults).toHaveLength(2);
  for (const fault of faults) expect(fault).toContain("at 300 entries; this database holds 5 of them. This is an older copy");
});

test("the sequencer refuses an old copy as well, and signs nothing in it", async () => {
  await expect(sequenced(old())).rejects.toThrow(LogFault);
  const { rows } = await connected(old(), (one) =>
    one.query("SELECT max(size)::int AS size FROM audit.checkpoint WHERE log_id = $1", [matter]),
  );
  expect(rows).toEqual([{ size: 5 }]);
});

test("an old copy that went on to the same length and further is met too: its entries are others", async () => {
  await connected(world.url.replace(copy, `${copy}_old`), (one) => appendMany(one, matter, 400));
  const elsewhere = await mkdtemp(path.join(tmpdir(), "rr-fork-"));
  await sequenced(old(), elsewhere); // by a host that has the key and forgets what it signed
  const faults = await logFaults(old(), await remembered());
  expect(faults).toHaveLength(2);
  for (const fault of faults) expect(fault).toContain("The first 300 entries");
  await expect(sequenced(old())).rejects.toThrow("does not continue what was signed");
  await rm(elsewhere, { recursive: true });
});

test("an empty database beside a data folder that remembers a log is refused", async () => {
  const empty = await newWorld();
  const [fault] = await logFaults(empty.sequencerUrl, await remembered());
  expect(fault).toContain("this database knows nothing of it");
  await empty.close();
});

test("the signer signs nothing but a continuation of what it signed last, whatever it is given", async () => {
  const signer = await openSigner(path.join(folder, "key.pem"), folder);
  const [signed] = await remembered();
  const name = { log: matter, origin: signed?.origin ?? "" };
  const leaf = Buffer.alloc(32, 7);
  expect(() => signer.sign(name, [leaf], Buffer.alloc(32))).toThrow("is not a continuation");
  expect(signer.last(name).size).toBe(300);
  expect(parseCheckpoint(parseNote(signer.sign(name, [], signed?.root ?? leaf).note).text).size).toBe(300);
});

test("without its key a log that was signed goes no further, and another key does not sign it", async () => {
  await expect(makeKeyFile(path.join(folder, "gone.pem"), true)).rejects.toThrow("Put it back from its backup");
  const key = path.join(folder, "other.pem");
  await writeFile(key, makeKey(), { mode: 0o600 });
  const run = runSequencer({ url: world.sequencerUrl, key, folder, pace: 500, signal: AbortSignal.timeout(5_000) });
  await expect(run).rejects.toThrow("not the one that");
});
