// The supervisor: database, migrations, demonstration, the sequencer, build, then the web process. Ctrl-C stops the server first, then the
// sequencer, which puts the last entries into their trees, then the database.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import pg from "pg";
import { startFaults } from "@/log/guard";
import { type Database, openDatabase, openDataFolder } from "@/prisma/open";
import { build, root, say } from "./bootstrap.mjs";
import { keepIntake } from "./keep-intake";
import { keepReporter } from "./keep-reporter";
import { type Keeper, keepSequencer, type SequencerKeeper } from "./keep-sequencer";

const dev = process.argv.includes("--dev");
const port = process.env.PORT ?? "3000";
const address = process.env.NEXTAUTH_URL ?? `http://127.0.0.1:${port}`;

let database: Database | undefined;
let web: ChildProcess | undefined;
let sequencer: SequencerKeeper | undefined;
let reporter: Keeper | undefined;
let intake: Keeper | undefined;
let stopping = false;

async function stop(code: number) {
  if (stopping) return;
  stopping = true;
  if (web?.exitCode === null) {
    const ended = new Promise((resolve) => web?.once("exit", resolve));
    web.kill("SIGTERM");
    await ended;
  }
  await intake?.stop();
  await reporter?.stop();
  await sequencer?.stop();
  await database?.stop().catch((error: Error) => say(`the database did not stop: ${error.message}`));
  say("stopped");
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
// npm and its shell do not always hand a signal on: stop when they are gone.
const parent = process.ppid;
setInterval(() => void (process.ppid === parent || stop(0)), 500).unref();

/** Before anything long is done: whether the port can be had. */
function freePort() {
  const probe = createServer();
  return new Promise<void>((resolve, reject) => {
    probe.once("error", ({ code }: { code?: string }) =>
      reject(
        new Error(code === "EADDRINUSE" ? `Port ${port} is taken. Set PORT to another one.` : `Port ${port} cannot be used (${code}).`),
      ),
    );
    probe.listen(Number(port), process.env.HOST ?? "127.0.0.1", () => probe.close(() => resolve()));
  });
}

/**
 * One supervisor to a data folder: a second one would stop the database under the first. The lock is a session of the database, so it
 * goes with whoever holds it, however that ends.
 */
async function holdFolder(url: string) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined); // the database stops before this process does
  await client.connect();
  const { rows } = await client.query("SELECT pg_try_advisory_lock(72707370) AS held");
  if (rows[0].held) return;
  database = undefined; // it is the other's to stop
  throw new Error("Reading Room is already running with this data folder. Stop it first, or set READING_ROOM_DATA to another folder.");
}

/** Refuses to go on with a log that is shorter than what was signed or witnessed, or another one. */
async function compareLog({ sequencerUrl }: Database, folder: string) {
  const faults = await startFaults(sequencerUrl, folder);
  if (faults.length > 0) throw new Error(`${faults.join("\n")}\nNothing is served. docs/running.md says what to do.`);
}

function environmentOfTheWeb(ready: Database, folder: string) {
  const { DATABASE_URL: _owner, READING_ROOM_LOG_KEY: _key, ...rest } = process.env;
  return {
    ...rest,
    NODE_ENV: dev ? "development" : "production",
    PORT: port,
    NEXTAUTH_URL: address,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET ?? ready.secrets.auth,
    READING_ROOM_FACTOR_KEY: ready.secrets.factors,
    READING_ROOM_APP_URL: ready.appUrl,
    READING_ROOM_DATA: folder,
  } as NodeJS.ProcessEnv;
}

function startWeb(env: NodeJS.ProcessEnv) {
  const command = dev ? ["node_modules/next/dist/bin/next", "dev", "-p", port, "-H", "127.0.0.1"] : ["run/web.mjs"];
  // A group of its own for development, whose children would otherwise outlive it; an IPC channel, so that the web process ends with this one.
  const child = spawn(process.execPath, command, { cwd: root, env, stdio: ["ignore", "inherit", "inherit", "ipc"], detached: dev });
  return new Promise<ChildProcess>((resolve, reject) => {
    child.once("message", (message: { ready?: boolean; failed?: string }) =>
      message.failed ? reject(new Error(message.failed)) : resolve(child),
    );
    child.once("exit", (code) => reject(new Error(`the web process ended with code ${code}`)));
    if (dev) resolve(child);
  });
}

try {
  await freePort();
  const folder = openDataFolder();
  say(process.env.DATABASE_URL ? "connecting to the database" : "starting the embedded database");
  database = await openDatabase(folder);
  if (database.embedded) await holdFolder(database.adminUrl);
  say(`database ready${database.applied.length ? `, ${database.applied.length} migrations applied` : ""}`);
  await compareLog(database, folder);
  const demonstration = !process.env.DATABASE_URL && process.env.READING_ROOM_DEMO !== "0";
  if (demonstration) {
    const { loadDemonstration } = await import("@/prisma/seed/demonstration");
    await loadDemonstration(database, folder, say);
  }
  const kept = keepSequencer({ url: database.sequencerUrl, folder, fault: () => void stop(1) });
  sequencer = kept;
  reporter = keepReporter(database.reporterUrl, kept.sign);
  intake = keepIntake(database.intakeUrl, { ...process.env, READING_ROOM_DATA: folder });
  if (!dev) build();
  web = await startWeb(environmentOfTheWeb(database, folder));
  web.once("exit", (code) => void stop(code ?? 1));
  const accounts = path.join(folder, "demo-accounts.json");
  console.log(`\nReading Room is at ${address}\n`);
  if (demonstration && existsSync(accounts)) console.log(`The demonstration accounts and their passwords are in ${accounts}\n`);
} catch (error) {
  say((error as Error).message);
  await stop(1);
}
