import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { connect } from "@/prisma/connect";
import { openScratch, type Scratch } from "@/prisma/scratch";
import { type Fault, must, Skipped, sleep, startSequencer } from "./fault";

export const clockJumps: Fault = {
  name: "clock a day back, then a day ahead",
  promise: "entries keep their order whatever the clock says, and both verifiers name every entry whose time the step made wrong",
  run: async () => {
    const library = spawnSync("sh", ["-c", "ls /usr/lib/*/faketime/libfaketime.so.1 2>/dev/null"], { encoding: "utf8" }).stdout.trim();
    if (!library) throw new Skipped("faketime is not installed");
    const folder = mkdtempSync(path.join(tmpdir(), "reading-room-clock-"));
    const file = path.join(folder, "offset");
    writeFileSync(file, "+0", { mode: 0o644 });
    spawnSync("chmod", ["755", folder]);
    const scratch = await openScratch({
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    });
    try {
      await scratch.actor("monitor@court.example"); // signs
      const client = await connect(scratch.database.adminUrl);
      const write = (action: string) =>
        client.query(
          "SELECT audit.append(jsonb_populate_record(NULL::access.actor, jsonb_build_object('matter_id', $1::uuid)), $2, NULL, 'done', NULL, NULL, NULL, NULL) FROM generate_series(1, 50)",
          [scratch.matter, action],
        );
      for (const offset of ["+0", "-1d", "+1d", "+0"]) {
        writeFileSync(file, offset);
        await write(`clock ${offset}`);
      }
      const { rows } = await client.query(
        "SELECT count(*) FILTER (WHERE at < before - interval '12 hours')::int AS back, count(*) FILTER (WHERE at > before + interval '12 hours')::int AS ahead, bool_and(xid >= xbefore) AS ordered FROM (SELECT at, xid, lag(at) OVER w AS before, lag(xid) OVER w AS xbefore FROM audit.entry WHERE action LIKE 'clock %' WINDOW w AS (ORDER BY id)) x",
      );
      await client.end();
      const { back, ahead, ordered } = rows[0] as { back: number; ahead: number; ordered: boolean };
      must(ordered, "entries are not in the order in which they were written");
      must(back === 2 && ahead === 1, `the clock's steps are not what stands in the log: ${back} back, ${ahead} ahead`);
      return `200 entries over two days' jumps, in the order of writing: ${await verified(scratch, folder)}`;
    } finally {
      await scratch.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const cli = [process.execPath, "--import", "tsx", "--conditions=react-server", "--disable-warning=ExperimentalWarning", "cli/index.ts"];

type Verdict = { readonly failed: number; readonly failures: readonly { readonly check: string; readonly index: number | null }[] };

/** Exports the log and lets both verifiers say what they find: each entry that is dated before one that stands before it, and no crash. */
async function verified({ database, folder }: Scratch, to: string): Promise<string> {
  const sequencer = startSequencer(database, folder);
  await sequencer.ready;
  await sleep(2_000);
  await sequencer.end("SIGTERM");
  const out = path.join(to, "export");
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, NODE_ENV: "production", READING_ROOM_DATA: folder };
  const [program = "", ...words] = cli;
  await promisify(execFile)(program, [...words, "audit", "export", "--out", out, "--as", "monitor@court.example"], { env });
  const late = lateIn(path.join(out, "entries.ndjson"));
  must(late.length >= 100, `only ${late.length} entries of the export are dated before an earlier one`);
  const reports = [];
  for (const [file = "", ...args] of [
    [...cli, "audit", "verify", out, "--json"],
    ["python3", "cli/verify/verify.py", out, "--json"],
  ]) {
    const { stdout, code } = await promisify(execFile)(file, args, { env, maxBuffer: 1 << 24 }).then(
      (ended) => ({ ...ended, code: 0 }),
      (ended: { stdout: string; code: number }) => ended,
    );
    must(code === 1, `a verifier ended with ${code}`);
    const verdict = JSON.parse(stdout) as Verdict;
    const named = verdict.failures.flatMap(({ check, index }) => (check === "time" && index !== null ? [index] : []));
    // A report names the first of its failures and counts the rest.
    must(named.length > 0 && named.every((index, n) => index === late[n]), `named ${named.slice(0, 5)}, not ${late.slice(0, 5)}`);
    must(verdict.failed >= late.length, `${verdict.failed} failures for ${late.length} entries out of time`);
    reports.push(verdict);
  }
  must(isDeepStrictEqual(reports[0], reports[1]), "the two verifiers do not say the same");
  return `${late.length} entries dated before an earlier one, found by both verifiers in the same words, the first at ${late[0]}`;
}

/** The entries of an export that are dated more than a minute before one that stands before them. */
function lateIn(file: string): number[] {
  let latest = 0;
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .flatMap((line, index) => {
      const at = Date.parse((JSON.parse(line) as { at: string }).at);
      const late = at < latest - 60_000;
      latest = Math.max(latest, at);
      return late ? [index] : [];
    });
}
