import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import path from "node:path";
import { logFaults, readRemembered } from "@/log/guard";
import { connect, connected } from "@/prisma/connect";
import { openDatabase } from "@/prisma/open";
import { openScratch, type Scratch } from "@/prisma/scratch";
import { appendMany, checkLogs } from "@/prisma/testing/logs";
import { type Fault, must, Skipped, sleep, startSequencer } from "./fault";

/** Writes entries in many transactions, some of them taken back, until told to stop. */
function writing({ database, matter }: Scratch) {
  let stopping = false;
  let written = 0;
  const all = Promise.all(
    Array.from({ length: 4 }, async (_, n) => {
      const client = await connect(database.adminUrl);
      while (!stopping) {
        await client.query("BEGIN");
        await appendMany(client, matter, 1 + (written % 7));
        await sleep((n * 3) % 11);
        await client.query(written % 9 === 8 ? "ROLLBACK" : "COMMIT");
        written++;
      }
      await client.end();
    }),
  );
  return async () => {
    stopping = true;
    await all;
  };
}

async function finished(scratch: Scratch): Promise<string> {
  const last = startSequencer(scratch.database, scratch.folder);
  await last.ready;
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = await scratch.admin.query(
      "SELECT count(*)::int AS n FROM audit.entry e WHERE NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)",
    );
    if (rows[0].n === 0) break;
    await sleep(100);
  }
  await last.end("SIGTERM");
  const { entries, lost, checkpoints, faults } = await checkLogs(scratch.admin);
  must(lost.length === 0, `${lost.length} of ${entries} entries are in no tree`);
  must(faults.length === 0, `${faults.length} faults, the first: ${faults[0]}`);
  const wrong = await logFaults(scratch.database.sequencerUrl, await readRemembered(scratch.folder));
  must(wrong.length === 0, wrong[0] ?? "");
  return `${entries} entries, ${checkpoints} checkpoints, 0 lost, 0 twice, every checkpoint and tile recomputed`;
}

export const killedSequencer: Fault = {
  name: "sequencer killed",
  promise: "every committed entry is in its tree once, whenever the sequencer was killed",
  run: async () => {
    const scratch = await openScratch();
    try {
      const stop = writing(scratch);
      const kills = 12;
      for (let n = 0; n < kills; n++) {
        const sequencer = startSequencer(scratch.database, scratch.folder);
        await sequencer.ready;
        await sleep(60 + ((n * 97) % 500));
        await sequencer.end("SIGKILL");
      }
      await stop();
      return `${kills} times kill -9: ${await finished(scratch)}`;
    } finally {
      await scratch.close();
    }
  },
};

/** What the sequencer's own system calls are made to answer, each at its n-th. */
const injections: readonly (readonly [calls: string, answer: string])[] = [
  ["fsync,fdatasync", "error=EIO:when=1"],
  ["fsync,fdatasync", "error=ENOSPC:when=3"],
  ["fsync,fdatasync", "signal=KILL:when=2"],
  ["rename,renameat,renameat2", "error=ENOSPC:when=1"],
  ["rename,renameat,renameat2", "signal=KILL:when=1"],
  ["rename,renameat,renameat2", "signal=KILL:when=2"],
];

export const failingCalls: Fault = {
  name: "sequencer's system calls fail",
  promise: "a disk that answers EIO or ENOSPC, or an end at any call, loses no entry and signs no wrong tree",
  run: async () => {
    if (spawnSync("strace", ["-o", "/dev/null", "true"]).status !== 0) throw new Skipped("strace cannot be used here");
    const scratch = await openScratch();
    try {
      const stop = writing(scratch);
      let ended = 0;
      for (const [calls, answer] of injections) {
        const sequencer = startSequencer(scratch.database, scratch.folder, [
          "strace",
          "-f",
          "-o",
          "/dev/null",
          "-e",
          `trace=${calls}`,
          "-e",
          `inject=${calls}:${answer}`,
        ]);
        await Promise.race([sequencer.ready, sleep(20_000)]);
        const dead = await Promise.race([sequencer.ended.then(() => true), sleep(4_000).then(() => false)]);
        if (dead) ended++;
        else await sequencer.end("SIGKILL");
      }
      await stop();
      return `${injections.length} injections, ${ended} of which ended it: ${await finished(scratch)}`;
    } finally {
      await scratch.close();
    }
  },
};

export const olderCopy: Fault = {
  name: "older copy restored",
  promise: "a database that holds less than was signed is refused before anything is served from it",
  run: async () => {
    const scratch = await openScratch();
    const { admin, database, folder, matter } = scratch;
    const [data, copy] = [path.join(folder, "postgres/data"), path.join(folder, "copy")];
    const sequenced = async () => {
      const sequencer = startSequencer(database, folder);
      await sequencer.ready;
      await sleep(1_500);
      await sequencer.end("SIGTERM");
    };
    admin.on("error", () => undefined);
    try {
      await appendMany(admin, matter, 50);
      await sequenced();
      await admin.end();
      await database.stop();
      cpSync(data, copy, { recursive: true, preserveTimestamps: true });
      await openDatabase(folder);
      await connected(database.adminUrl, (client) => appendMany(client, matter, 50));
      await sequenced();
      must((await logFaults(database.sequencerUrl, await readRemembered(folder))).length === 0, "the true database was refused");
      await database.stop();
      rmSync(data, { recursive: true });
      cpSync(copy, data, { recursive: true, preserveTimestamps: true });
      await openDatabase(folder);
      const faults = await logFaults(database.sequencerUrl, await readRemembered(folder));
      must(faults.length > 0, "the older copy was taken for the log");
      return `refused: ${faults[0]}`;
    } finally {
      await database.stop().catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
