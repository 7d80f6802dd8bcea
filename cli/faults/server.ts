import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDatabase } from "@/prisma/open";
import { openScratch, type Scratch } from "@/prisma/scratch";
import { makeVolume } from "@/prisma/seed/volume";
import { readersOf } from "@/prisma/testing/readers";
import { corpus } from "../bench/corpus";
import { type Fault, killServer, must, read, Skipped, sleep, unlogged } from "./fault";

const READERS = 16;
const ROUNDS = 8;

function* hundred() {
  let n = 0;
  for (const conversation of corpus(5)) {
    if (n++ === 100) return;
    yield conversation;
  }
}

export async function readable(scratch: Scratch): Promise<string[]> {
  await makeVolume(scratch.database.intakeUrl, { matter: scratch.matter, name: "Faults", controlPrefix: "FAULT" }, hundred());
  return readersOf(scratch, READERS);
}

export const powerCut: Fault = {
  name: "power cut",
  promise: "whatever was handed out before every process of the database was killed has its entry afterwards",
  run: async () => {
    const scratch = await openScratch();
    const secrets = await readable(scratch);
    scratch.admin.on("error", () => undefined);
    let served = 0;
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const readers = read(scratch.database.appUrl, secrets);
        await sleep(400 + ((round * 137) % 600));
        await killServer(scratch.folder);
        await readers.stop();
        await openDatabase(scratch.folder);
        const missing = await unlogged(scratch.database.adminUrl, readers.served);
        must(missing.length === 0, `round ${round + 1}: ${missing.length} of ${readers.served.size} looks have no entry`);
        must(readers.served.size > 0, `round ${round + 1}: nobody was shown anything`);
        served += readers.served.size;
      }
    } finally {
      await scratch.close().catch(() => undefined);
    }
    return `${served} looks handed out to ${READERS} readers in ${ROUNDS} rounds of kill -9, 0 without an entry`;
  },
};

export const endedConnections: Fault = {
  name: "connections ended in a storm",
  promise: "looks that lose their connection at any point show nothing that is not in the log",
  run: async () => {
    const scratch = await openScratch();
    try {
      const readers = read(scratch.database.appUrl, await readable(scratch));
      let ended = 0;
      for (const end = Date.now() + 6_000; Date.now() < end; await sleep(40)) {
        const { rowCount } = await scratch.admin.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'rr_app' AND random() < 0.3",
        );
        ended += rowCount ?? 0;
      }
      await readers.stop();
      const missing = await unlogged(scratch.database.adminUrl, readers.served);
      must(missing.length === 0, `${missing.length} of ${readers.served.size} looks have no entry`);
      return `${readers.served.size} looks handed out while ${ended} connections were ended, 0 without an entry`;
    } finally {
      await scratch.close();
    }
  },
};

export const fullDisk: Fault = {
  name: "disk full",
  promise: "on a full disk nothing more is shown; with room again everything goes on, and nothing was shown without its entry",
  run: async () => {
    const mount = mkdtempSync(path.join(tmpdir(), "reading-room-full-"));
    if (process.getuid?.() !== 0 || spawnSync("mount", ["-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", mount]).status !== 0)
      throw new Skipped("a small disk can only be mounted by root");
    const { TMPDIR } = process.env;
    process.env.TMPDIR = mount;
    const scratch = await openScratch();
    scratch.admin.on("error", () => undefined);
    try {
      const readers = read(scratch.database.appUrl, await readable(scratch));
      await sleep(1_000);
      spawnSync("dd", ["if=/dev/zero", `of=${path.join(mount, "ballast")}`, "bs=64k"]); // until nothing fits
      await sleep(6_000);
      const atFull = readers.served.size;
      await sleep(2_000);
      const whileFull = readers.served.size - atFull;
      const refused = readers.refused();
      rmSync(path.join(mount, "ballast"));
      await openDatabase(scratch.folder);
      await sleep(2_500);
      await readers.stop();
      const missing = await unlogged(scratch.database.adminUrl, readers.served);
      must(missing.length === 0, `${missing.length} of ${readers.served.size} looks have no entry`);
      must(refused > 0, "the disk was never full: no look was refused");
      must(readers.served.size > atFull + whileFull, "with room again nobody was shown anything");
      return `${atFull} looks until the disk was full, ${whileFull} in two seconds of it, ${readers.served.size - atFull - whileFull} with room again; ${refused} refused, 0 without an entry`;
    } finally {
      process.env.TMPDIR = TMPDIR ?? "";
      if (!TMPDIR) delete process.env.TMPDIR;
      await scratch.close().catch(() => undefined);
      spawnSync("umount", ["-l", mount]);
      rmSync(mount, { recursive: true, force: true });
    }
  },
};
