import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { connected } from "@/prisma/connect";
import type { Database } from "@/prisma/open";

/** One thing that goes wrong, and what must hold all the same. `run` says what was seen, throws where it did not hold, and Skipped where it cannot be tried. */
export type Fault = { readonly name: string; readonly promise: string; readonly run: () => Promise<string> };

/** This machine lacks something that the fault needs. */
export class Skipped extends Error {}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** The looks of many people at once: what was handed out, by the number of its entry. Connections that die are opened anew. */
export type Readers = { readonly served: Set<string>; readonly refused: () => number; readonly stop: () => Promise<void> };

export function read(url: string, secrets: readonly string[]): Readers {
  const served = new Set<string>();
  let refused = 0;
  let stopping = false;
  const one = async (secret: string, n: number) => {
    while (!stopping) {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
      client.on("error", () => undefined);
      try {
        await client.connect();
        for (let i = 0; !stopping; i++) {
          const control = `FAULT-${String(1 + ((n * 7 + i) % 100)).padStart(9, "0")}`;
          const opened = await client.query("SELECT api.open_view($1, $2, 1, 50, NULL, NULL)->>'ticket' AS ticket", [secret, control]);
          const { ticket } = opened.rows[0];
          const text = await client.query("SELECT said FROM api.read_view($1, $2)", [secret, ticket]);
          if (text.rowCount) served.add(ticket);
        }
      } catch {
        refused++;
        await sleep(20);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  };
  const all = Promise.all(secrets.map(one));
  return {
    served,
    refused: () => refused,
    stop: async () => {
      stopping = true;
      await all;
    },
  };
}

/** What was handed out and is not in the log: must be nothing. */
export async function unlogged(url: string, served: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await connected(url, (client) =>
    client.query(
      "SELECT t FROM unnest($1::bigint[]) t WHERE NOT EXISTS (SELECT FROM audit.entry e WHERE e.id = t AND e.outcome = 'done')",
      [[...served]],
    ),
  );
  return rows.map(({ t }) => String(t));
}

/** Kills every process of the embedded server at once, as a power cut would, and leaves nothing of them running. */
export async function killServer(folder: string): Promise<void> {
  const file = path.join(folder, "postgres/data/postmaster.pid");
  const postmaster = Number(readFileSync(file, "utf8").split("\n", 1)[0]);
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  const all = [postmaster, ...children];
  for (const pid of all) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  while (all.some(isAlive)) await sleep(10);
  // After a power cut nobody has this number any more; here a dead process that nobody has buried may still have it.
  for (const left of [file, path.join(folder, "postgres/.s.PGSQL.5432.lock")]) rmSync(left, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

const node = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning", "run/sequencer.ts"];

/** Starts the real sequencer as a process of its own; behind `before`, a program and its arguments that run it. */
export function startSequencer(database: Database, folder: string, before: readonly string[] = []) {
  const [file = "", ...args] = [...before, process.execPath, ...node];
  const child = spawn(file, args, {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      READING_ROOM_SEQUENCER_URL: database.sequencerUrl,
      READING_ROOM_LOG_KEY: path.join(folder, "log-signing-key.pem"),
      READING_ROOM_DATA: folder,
    },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    detached: true,
  });
  const ended = once(child, "exit");
  return {
    ready: Promise.race([once(child, "message"), ended]),
    ended,
    end: async (signal: NodeJS.Signals) => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), signal);
      await ended;
    },
  };
}
