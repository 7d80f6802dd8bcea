// Begins the intakes that are asked for in the app, one after the other, each in a process of its own: a volume takes the machine as it is, and
// one that fails takes nothing else with it.
import { type ChildProcess, spawn } from "node:child_process";
import pg from "pg";
import { purgeVolumes } from "@/domain/volumes/purge";
import { root, say } from "./bootstrap.mjs";
import type { Keeper } from "./keep-sequencer";

const EVERY = 2_000;
/** How long what was deleted may wait for whoever is reading. */
const PURGE_EVERY = 10_000;

/** Watches for intakes that were asked for. One that was broken off with this supervisor goes on where it stopped. */
export function keepIntake(url: string, env: NodeJS.ProcessEnv): Keeper {
  let child: ChildProcess | undefined;
  let stopping = false;
  let first = true;
  const look = async () => {
    const client = new pg.Client({ connectionString: url, application_name: "intake watch" });
    client.on("error", () => undefined);
    try {
      await client.connect();
      // Nothing of this host runs yet: what says so was broken off.
      if (first) await client.query("UPDATE record.arrival SET state = 'asked' WHERE state = 'running'");
      first = false;
      const { rows } = await client.query("SELECT id FROM record.arrival WHERE state = 'asked' ORDER BY asked_at LIMIT 1");
      return rows[0]?.id as string | undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  const begin = (id: string) => {
    const flags = ["--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning"];
    const begun = spawn(process.execPath, [...flags, "run/intake.ts", id], { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    child = begun;
    begun.once("exit", (code) => {
      child = undefined;
      if (code !== 0 && !stopping)
        void fail(url, id, `The process ended with code ${code}. What was committed is kept: asked for again, it goes on from there.`);
    });
  };
  const timer = setInterval(() => {
    if (child || stopping) return;
    look().then(
      (id) => id && !child && !stopping && begin(id),
      (error: Error) => say(`looking for intakes: ${error.message}`),
    );
  }, EVERY);
  // What was deleted goes from here, whoever approved it and where: what was broken off goes on with the next look.
  let purging: Promise<unknown> | undefined;
  const purger = setInterval(() => {
    if (stopping) return;
    purging ??= purgeVolumes(url, (volume, left) => say(`${volume} was deleted; ${left} partitions of it are left`))
      .catch((error: Error) => say(`deleting: ${error.message}`))
      .finally(() => {
        purging = undefined;
      });
  }, PURGE_EVERY);
  return {
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      clearInterval(purger);
      await purging;
      if (!child) return;
      const ended = new Promise((resolve) => child?.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function fail(url: string, id: string, message: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  await client.query(
    "UPDATE record.arrival SET state = 'failed', message = $2, ended_at = clock_timestamp() WHERE id = $1 AND state IN ('asked', 'running')",
    [id, message],
  );
  await client.end();
}
