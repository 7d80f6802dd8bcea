import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connect } from "@/prisma/connect";
import { append, appendMany, checkLogs } from "@/prisma/testing/logs";
import { newWorld, type World } from "@/prisma/testing/world";
import type { Fault } from "./testing/faulty";

// The four ways in which such a sequencer loses entries (or writes where it must not), each made to happen with the faulty sequencer and
// then with ours. Sequencers are processes of their own and end by kill -9.

let world: World;
let folder: string;
let running: ChildProcess[] = [];
let clients: pg.Client[] = [];
/** What the sequencers said on standard error. */
let said = "";
beforeEach(async () => {
  world = await newWorld();
  folder = await mkdtemp(path.join(tmpdir(), "rr-log-"));
  running = [];
  clients = [];
  said = "";
});
afterEach(async () => {
  for (const child of running) if (child.exitCode === null && child.signalCode === null) await kill(child);
  for (const client of clients) await client.end();
  await world.close({ invented: true });
  await rm(folder, { recursive: true });
});

async function client(): Promise<pg.Client> {
  const made = await connect(world.url);
  clients.push(made);
  return made;
}

function start(fault: Fault): Promise<ChildProcess> {
  const key = path.join(folder, "log-signing-key.pem");
  const flags = ["--import", "tsx", "--conditions=react-server"];
  const child =
    fault === "none"
      ? spawn(process.execPath, [...flags, "run/sequencer.ts"], {
          env: {
            ...process.env,
            READING_ROOM_SEQUENCER_URL: world.sequencerUrl,
            READING_ROOM_LOG_KEY: key,
            READING_ROOM_DATA: folder,
            READING_ROOM_CHECKPOINT_MS: "50",
          },
          stdio: ["ignore", "ignore", "pipe", "ipc"],
        })
      : spawn(process.execPath, [...flags, "log/testing/sequencer.ts", JSON.stringify({ url: world.sequencerUrl, key, folder, fault })], {
          stdio: ["ignore", "ignore", "pipe", "ipc"],
        });
  running.push(child);
  child.stderr?.on("data", (text) => (said += text));
  return new Promise((resolve, reject) => {
    child.once("message", () => resolve(child));
    child.once("exit", (code) => reject(Object.assign(new Error(`the sequencer ended with code ${code}: ${said}`), { code })));
  });
}

function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  return gone;
}

const exitCode = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once("exit", resolve));

async function until(sql: string, values: unknown[] = []): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if ((await world.admin.query(`SELECT (${sql}) AS done`, values)).rows[0].done) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never true: ${sql}. ${said}`);
}
const sequenced = (id: string) => until("EXISTS (SELECT FROM audit.leaf WHERE entry_id = $1)", [id]);

/** Everything that waits is given its time, then the whole log is checked. */
async function settled() {
  const last = await append(world.admin, world.matter, "test:last");
  await sequenced(last);
  return checkLogs(world.admin);
}

/** An entry whose number is taken first and which is committed last. */
async function overtaken(fault: Fault): Promise<string> {
  const [slow, quick] = [await client(), await client()];
  await start(fault);
  await slow.query("BEGIN");
  const early = await append(slow, world.matter);
  await sequenced(await append(quick, world.matter));
  await slow.query("COMMIT");
  return early;
}

test("one: an entry that commits after a later one is passed over by a cursor", async () => {
  const early = await overtaken("cursor");
  expect((await settled()).lost).toEqual([early]);
});

test("one: an entry that commits after a later one is not lost to us", async () => {
  await overtaken("none");
  expect(await settled()).toMatchObject({ lost: [], faults: [] });
});

/** A faulty sequencer says when it has made a step. */
function steps(child: ChildProcess, count: number): Promise<void> {
  let made = 0;
  return new Promise((resolve) => child.on("message", () => ++made === count && resolve()));
}

/** Every transaction of the server has ended that runs now. A low-water mark waits for those of other databases too, and tests run beside this one. */
async function begunBeforeNowEnded(): Promise<void> {
  const { rows } = await world.admin.query("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next");
  await until("pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8", [rows[0].next]);
}

/** An entry that took its number while its transaction had none, as it would without audit.append. */
async function numberedEarly(fault: Fault): Promise<string> {
  const [slow, quick] = [await client(), await client()];
  const child = await start(fault);
  let early = "";
  for (let numbered = false; !numbered; ) {
    await slow.query("BEGIN");
    const { rows } = await slow.query(
      "SELECT nextval('audit.entry_id_seq')::text AS id, pg_current_xact_id_if_assigned() IS NULL AS unseen",
    );
    early = rows[0].id;
    numbered = rows[0].unseen;
    if (!numbered) await slow.query("ROLLBACK");
  }
  for (let i = 0; i < 4; i++) {
    await sequenced(await append(quick, world.matter));
    if (fault === "none") await new Promise((resolve) => setTimeout(resolve, 150));
    else {
      await begunBeforeNowEnded();
      await steps(child, 3);
    }
  }
  await slow.query(
    `INSERT INTO audit.entry (id, xid, at, matter_id, action, outcome, leaf) OVERRIDING SYSTEM VALUE
     VALUES ($1, pg_current_xact_id(), now(), $2, 'test:early', 'done', 'early')`,
    [early, world.matter],
  );
  await slow.query("COMMIT");
  return early;
}

test("two: a low-water mark passes over an entry that was numbered before its transaction", async () => {
  const early = await numberedEarly("low-water mark");
  expect((await settled()).lost).toEqual([early]);
});

test("two: an entry that was numbered before its transaction is not lost to us", async () => {
  await numberedEarly("none");
  expect(await settled()).toMatchObject({ lost: [], faults: [] });
});

test("two: audit.append takes the transaction's number first, so that not even a low-water mark loses its entries", async () => {
  await overtaken("low-water mark");
  expect(await settled()).toMatchObject({ lost: [], faults: [] });
  const { rows } = await world.admin.query("SELECT prosrc FROM pg_proc WHERE oid = 'audit.append'::regproc");
  expect(rows[0].prosrc.indexOf("pg_current_xact_id()")).toBeGreaterThan(0);
  expect(rows[0].prosrc.indexOf("pg_current_xact_id()")).toBeLessThan(rows[0].prosrc.indexOf("nextval"));
});

/** An entry that commits while no sequencer is there, under a smaller number than the last leaf's. */
async function committedMeanwhile(fault: Fault): Promise<string> {
  const [slow, quick] = [await client(), await client()];
  const first = await start(fault);
  await slow.query("BEGIN");
  const early = await append(slow, world.matter);
  await sequenced(await append(quick, world.matter));
  await kill(first);
  await slow.query("COMMIT");
  await start(fault);
  return early;
}

test("three: what commits while the sequencer is dead is lost where it begins again from the last leaf", async () => {
  const early = await committedMeanwhile("from the last leaf");
  expect((await settled()).lost).toEqual([early]);
});

test("three: what commits while the sequencer is dead is not lost to us", async () => {
  await committedMeanwhile("none");
  expect(await settled()).toMatchObject({ lost: [], faults: [] });
});

/** A database put back to an older state under a sequencer that remembers the newer one: a restored copy, a replica that was behind. */
async function putBack(fault: Fault): Promise<ChildProcess> {
  const child = await start(fault);
  for (let i = 0; i < 3; i++) await sequenced(await append(world.admin, world.matter));
  const saved = "SELECT size, root FROM audit.checkpoint WHERE log_id = $1 ORDER BY size LIMIT 1";
  const { rows } = await world.admin.query(saved, [world.matter]);
  await world.admin.query("BEGIN");
  for (const table of ["tree", "leaf", "checkpoint"]) await world.admin.query(`ALTER TABLE audit.${table} DISABLE TRIGGER USER`);
  await world.admin.query("UPDATE audit.tree SET size = $2, root = $3 WHERE log_id = $1", [world.matter, rows[0].size, rows[0].root]);
  await world.admin.query("DELETE FROM audit.leaf WHERE index >= $1", [rows[0].size]);
  await world.admin.query("DELETE FROM audit.checkpoint WHERE size > $1", [rows[0].size]);
  for (const table of ["tree", "leaf", "checkpoint"]) await world.admin.query(`ALTER TABLE audit.${table} ENABLE TRIGGER USER`);
  await world.admin.query("COMMIT");
  return child;
}

test("four: a stale sequencer writes a tree with a hole where its head is not guarded", async () => {
  await putBack("unguarded head");
  await sequenced(await append(world.admin, world.matter));
  const { faults } = await checkLogs(world.admin);
  expect(faults.length).toBeGreaterThan(0);
});

test("four: a stale sequencer of ours writes nothing and exits with code 3", async () => {
  const child = await putBack("none");
  const ended = exitCode(child);
  await append(world.admin, world.matter);
  expect(await ended).toBe(3);
  expect((await checkLogs(world.admin)).faults).toEqual([]);
});

test("four: a second sequencer writes nothing and exits with code 3", async () => {
  await start("none");
  await expect(start("none")).rejects.toMatchObject({ code: 3 });
  await appendMany(world.admin, world.matter, 700);
  expect(await settled()).toMatchObject({ lost: [], faults: [] });
});

test("nothing is lost and nothing doubled while writers commit, roll back and dawdle, and the sequencer is killed again and again", {
  timeout: 120_000,
}, async () => {
  const kills = Number(process.env.KILLS ?? 6);
  let writing = true;
  const writer = async (n: number) => {
    const mine = await client();
    for (let i = 0; writing; i++) {
      await mine.query("BEGIN");
      for (let k = 0; k <= i % 3; k++) await append(mine, (n + i) % 4 === 0 ? null : world.matter);
      if ((n * 7 + i) % 5 === 0) await mine.query("SELECT pg_sleep(random() * 0.2)");
      await mine.query((n + i) % 6 === 0 ? "ROLLBACK" : "COMMIT");
    }
  };
  const long = await client();
  await long.query("BEGIN");
  await append(long, world.matter);
  const writers = Promise.all([0, 1, 2, 3, 4, 5].map(writer));
  for (let n = 0; n < kills; n++) {
    const { rows } = await world.admin.query("SELECT count(*)::int AS n FROM audit.checkpoint");
    const child = await start("none");
    await until("(SELECT count(*) FROM audit.checkpoint) > $1", [rows[0].n]);
    await new Promise((resolve) => setTimeout(resolve, (n * 137) % 300));
    await kill(child);
  }
  writing = false;
  await writers;
  await long.query("COMMIT");
  await start("none");
  await append(world.admin, null);
  await until("NOT EXISTS (SELECT FROM audit.entry e WHERE NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id))");
  const checked = await checkLogs(world.admin);
  expect(checked).toMatchObject({ lost: [], faults: [] });
  expect(checked.entries).toBeGreaterThan(200);
  expect(checked.checkpoints).toBeGreaterThan(kills);
});
