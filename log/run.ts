// The sequencer's work from beginning to end: alone at its database, as often as the orders ask, until it is told to stop.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { deliverDue } from "./deliver";
import { LogFault, readHeads } from "./kept";
import { type Batch, openSequencer, StaleSequencer } from "./sequencer";
import { type LogSigner, makeKeyFile, openSigner } from "./signer";

export type Running = {
  /** rr_sequencer's account. */
  readonly url: string;
  /** The signing key's file. */
  readonly key: string;
  /** The data folder, for what must be remembered outside the database. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Milliseconds from one checkpoint to the next. */
  readonly pace: number;
  /** Called once, when it is alone and has found the database to continue what was signed. */
  readonly ready?: () => void;
  readonly batch?: (batch: Batch) => void;
};

const ALONE = 72_707_371;

/** Runs until `signal`. Throws StaleSequencer where another is at work, LogFault where the log is not what was signed. */
export async function runSequencer({ url, key, folder, pace, signal, ready, batch }: Running): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "sequencer" });
  client.on("error", () => undefined); // the next query says it
  await client.connect();
  let delivering: Promise<void> | undefined;
  try {
    await beAlone(client);
    const { rows } = await client.query("SELECT count(*)::int AS n FROM audit.log_key");
    await makeKeyFile(key, rows[0].n > 0);
    const signer = await openSigner(key, folder);
    await knowsKey(client, signer);
    const sequencer = await openSequencer({ client, signer });
    ready?.();
    delivering = deliver(url, folder, signal);
    while (!signal.aborted) {
      const began = Date.now();
      const done = await sequencer.step();
      batch?.(done);
      const wait = done.entries >= FULL ? 0 : pace - (Date.now() - began);
      await sleep(Math.max(0, wait), undefined, { signal }).catch(() => undefined);
    }
    // What was written until now is signed before the process goes.
    for (let done = await sequencer.step(); done.entries > 0; done = await sequencer.step()) batch?.(done);
  } finally {
    await client.end().catch(() => undefined);
  }
  await delivering;
}

// On a connection of its own: a witness that takes its time delays no checkpoint.
async function deliver(url: string, folder: string, signal: AbortSignal): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "sequencer: delivery" });
  client.on("error", () => undefined);
  await client.connect();
  let said = "";
  while (!signal.aborted) {
    await deliverDue(client, folder).catch((error: Error) => {
      if (error.message !== said) console.error(`sequencer: checkpoints did not go out: ${error.message}`);
      said = error.message;
    });
    await sleep(2_000, undefined, { signal }).catch(() => undefined);
  }
  await client.end().catch(() => undefined);
}

/** A batch this large has probably left something behind: the next one begins at once. */
const FULL = 1_000;

// One that was killed may hold its lock for the moment that the server needs to notice.
async function beAlone(client: pg.Client): Promise<void> {
  for (let tries = 0; tries < 15; tries++) {
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1) AS alone", [ALONE]);
    if (rows[0].alone) return;
    await sleep(200);
  }
  throw new StaleSequencer("Another sequencer is at work on this database.");
}

async function knowsKey(client: pg.Client, signer: LogSigner): Promise<void> {
  const { rows } = await client.query<{ log_id: string; vkey: string }>("SELECT log_id, vkey FROM audit.log_key");
  for (const { log, origin } of await readHeads(client))
    if (!rows.some(({ log_id, vkey }) => log_id === log && vkey === signer.vkey(origin)))
      throw new LogFault(`The signing key is not the one that ${origin} is signed with. Put that one back from its backup.`);
}
