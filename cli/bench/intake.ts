import { hash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { runIntake } from "@/domain/intake/run-intake";
import { RunIntake } from "@/domain/intake/schema";
import { stagedColumns, stagedLines } from "@/domain/intake/stage";
import type { Scratch } from "@/prisma/scratch";
import { corpus } from "./corpus";
import { type Benchmark, type Figure, timed } from "./figure";

/** How fast a file becomes staged rows, against a bare COPY of the very same rows, and what memory it takes. */
export const intake: Benchmark = {
  name: "intake",
  run: async (scratch, { megabytes }) => {
    const files = await generate(scratch, megabytes);
    // Before and after, since other work on the machine comes and goes.
    const before = await copyBare(scratch, files.rows);
    const custodian = await scratch.actor("custodian@host.example");
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
    let began = 0;
    let comparing = 0;
    let sealing = 0;
    const worked = process.cpuUsage();
    let staging = { user: 0, system: 0 };
    const onProgress: NonNullable<Parameters<typeof runIntake>[2]["onProgress"]> = ({ step }) => {
      if (step === "reading") began ||= performance.now();
      if (step === "comparing") {
        comparing = performance.now();
        staging = process.cpuUsage(worked);
      }
      if (step === "sealing") sealing = performance.now();
    };
    const report = await runIntake(custodian, RunIntake.parse({ files: [files.source], volume: "Bench" }), {
      intakeUrl: scratch.database.intakeUrl,
      onProgress,
    });
    const ended = performance.now();
    clearInterval(watch);
    const bare = (before + (await copyBare(scratch, files.rows))) / 2;
    return figures({
      megabytes: files.bytes / 2 ** 20,
      records: report.records,
      reading: comparing - began,
      comparing: sealing - comparing,
      processor: (staging.user + staging.system) / 1000,
      sealing: ended - sealing,
      bare,
      peak,
    });
  },
};

type Measured = {
  megabytes: number;
  records: number;
  reading: number;
  comparing: number;
  processor: number;
  sealing: number;
  bare: number;
  peak: number;
};

function figures({ megabytes, records, reading, comparing, processor, sealing, bare, peak }: Measured): Figure[] {
  return [
    {
      name: "file read and staged",
      value: (megabytes / reading) * 1000,
      unit: "MB/s",
      note: `${records} records, ${megabytes.toFixed(0)} MB`,
    },
    { name: "file read and staged", value: (records / reading) * 1000, unit: "records/s" },
    { name: "bare COPY of the same rows", value: (megabytes / bare) * 1000, unit: "MB/s" },
    { name: "intake against bare COPY", value: bare / reading, unit: "ratio", note: "1 is as fast" },
    {
      name: "processor of intake, to check and stage",
      value: (megabytes / processor) * 1000,
      unit: "MB/s",
      note: "per core, database not counted",
    },
    { name: "looked through for what is alike", value: (megabytes / comparing) * 1000, unit: "MB/s" },
    { name: "numbered, indexed, sealed", value: (megabytes / sealing) * 1000, unit: "MB/s" },
    { name: "peak memory of the process", value: peak / 2 ** 20, unit: "MiB" },
  ];
}

// The delivery, and beside it the rows that intake makes of it, as lines of COPY.
async function generate({ folder }: Scratch, megabytes: number) {
  const source = path.join(folder, "delivery.jsonl");
  const rows = path.join(folder, "rows.copy");
  const out = createWriteStream(source);
  const staged = createWriteStream(rows);
  let bytes = 0;
  let ordinal = 0;
  for (const conversation of corpus(1)) {
    if (bytes >= megabytes * 2 ** 20) break;
    const { sourceId, startedAt, model, turns } = conversation;
    const messages = turns.map(({ role, text }) => ({ role: role === "prompt" ? "user" : "assistant", content: text }));
    const line = `${JSON.stringify({ id: sourceId, model, timestamp: startedAt, messages })}\n`;
    const sha256 = hash("sha256", line, "buffer");
    ordinal++;
    const lines = stagedLines(
      0,
      ordinal,
      { ...conversation, language: "en" },
      { line: ordinal, byteOffset: bytes, byteLength: line.length - 1, sha256 },
    );
    bytes += Buffer.byteLength(line);
    if (!out.write(line)) await once(out, "drain");
    if (!staged.write(lines)) await once(staged, "drain");
  }
  await Promise.all([out, staged].map((stream) => new Promise((resolve) => stream.end(resolve))));
  return { source, rows, bytes };
}

async function copyBare({ admin }: Scratch, rows: string): Promise<number> {
  await admin.query("CREATE TABLE public.bare (LIKE record.staged INCLUDING ALL)");
  const time = await timed(() =>
    pipeline(
      createReadStream(rows, { highWaterMark: 256 * 1024 }),
      admin.query(copyFrom(`COPY public.bare (${stagedColumns}) FROM STDIN`)),
    ),
  );
  await admin.query("DROP TABLE public.bare");
  return time;
}
