import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { limits } from "@/domain/formats/record";
import { type Span, splitter } from "@/domain/formats/split";
import { prepare } from "@/domain/intake/prepare";
import { runIntake } from "@/domain/intake/run-intake";
import { RunIntake } from "@/domain/intake/schema";
import { stagedColumns } from "@/domain/intake/stage";
import type { Scratch } from "@/prisma/scratch";
import { corpus } from "./corpus";
import { type Benchmark, type Figure, timed } from "./figure";
import { buildBareIndexes, watchIndexes } from "./search/ground";

/** How fast a file becomes staged rows, against a bare COPY of the very same rows, and what memory it takes. */
export const intake: Benchmark = {
  name: "intake",
  run: async (scratch, { megabytes }) => {
    const files = await generate(scratch, megabytes);
    const rows = await stagedRows(scratch, files.source);
    // Before and after, since other work on the machine comes and goes.
    const before = await copyBare(scratch, rows);
    const custodian = await scratch.actor("custodian@host.example");
    let peak = 0;
    const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
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
    const watch = await watchIndexes(scratch.database.adminUrl);
    const report = await runIntake(custodian, RunIntake.parse({ files: [files.source], volume: "Bench" }), {
      intakeUrl: scratch.database.intakeUrl,
      onProgress,
    });
    const ended = performance.now();
    clearInterval(watching);
    const index = await watch.stop();
    const bare = (before + (await copyBare(scratch, rows))) / 2;
    return figures({
      megabytes: files.bytes / 2 ** 20,
      records: report.records,
      reading: comparing - began,
      comparing: sealing - comparing,
      processor: (staging.user + staging.system) / 1000,
      sealing: ended - sealing,
      index: index.ms,
      helpers: index.helpers,
      bareIndex: await buildBareIndexes(scratch.admin, await firstOf(scratch)),
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
  index: number;
  helpers: number;
  bareIndex: number;
  bare: number;
  peak: number;
};

function figures({
  megabytes,
  records,
  reading,
  comparing,
  processor,
  sealing,
  index,
  helpers,
  bareIndex,
  bare,
  peak,
}: Measured): Figure[] {
  const whole = reading + comparing + sealing;
  const share = (ms: number) => `${((100 * ms) / whole).toFixed(0)}% of the time`;
  return [
    {
      name: "file read and staged",
      value: (megabytes / reading) * 1000,
      unit: "MB/s",
      note: `${records} records, ${megabytes.toFixed(0)} MB, ${share(reading)}`,
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
    { name: "looked through for what is alike", value: (megabytes / comparing) * 1000, unit: "MB/s", note: share(comparing) },
    { name: "numbered, indexed, sealed", value: (megabytes / sealing) * 1000, unit: "MB/s", note: share(sealing) },
    {
      name: "of that, indexes of the text",
      value: (megabytes / index) * 1000,
      unit: "MB/s",
      note: `${share(index)}, ${helpers} processes helped`,
    },
    { name: "the same by bare CREATE INDEX", value: (megabytes / bareIndex) * 1000, unit: "MB/s", note: "once the rows are committed" },
    { name: "index build against bare CREATE INDEX", value: index / bareIndex, unit: "ratio", note: "1 takes as long" },
    { name: "peak memory of the process", value: peak / 2 ** 20, unit: "MiB" },
  ];
}

// The delivery, as a file.
async function generate({ folder }: Scratch, megabytes: number) {
  const source = path.join(folder, "delivery.jsonl");
  const out = createWriteStream(source);
  let bytes = 0;
  for (const { sourceId, startedAt, model, turns } of corpus(1)) {
    if (bytes >= megabytes * 2 ** 20) break;
    const messages = turns.map(({ role, text }) => ({ role: role === "prompt" ? "user" : "assistant", content: text }));
    const line = `${JSON.stringify({ id: sourceId, model, timestamp: startedAt, messages })}\n`;
    bytes += Buffer.byteLength(line);
    if (!out.write(line)) await once(out, "drain");
  }
  await new Promise((resolve) => out.end(resolve));
  return { source, bytes };
}

/** The rows that intake makes of the delivery, as psql's \copy would be given them: PostgreSQL writes them down itself. */
async function stagedRows({ admin, folder }: Scratch, source: string): Promise<string> {
  await admin.query("CREATE TABLE public.bare (LIKE record.staged INCLUDING ALL)");
  const machine = splitter(limits.bytes);
  let ordinal = 1;
  const batchOf = (spans: Span[]) => {
    const { rows } = prepare({ delivery: 0, format: "messages", ordinal, spans });
    ordinal += spans.length;
    return rows;
  };
  const take = (rows: readonly Uint8Array[]) =>
    pipeline(
      Readable.from(rows, { objectMode: false }),
      admin.query(copyFrom(`COPY public.bare (${stagedColumns}) FROM STDIN (FORMAT binary)`)),
    );
  for await (const chunk of createReadStream(source, { highWaterMark: 4 * 2 ** 20 }))
    await take(batchOf([...machine.push(chunk as Buffer)]));
  await take(batchOf([...machine.end()]));
  const file = path.join(folder, "rows.copy");
  await pipeline(admin.query(copyTo(`COPY public.bare (${stagedColumns}) TO STDOUT`)), createWriteStream(file));
  await admin.query("DROP TABLE public.bare");
  return file;
}

async function firstOf({ admin }: Scratch): Promise<number> {
  const { rows } = await admin.query<{ first: number }>("SELECT first_docno AS first FROM record.volume WHERE name = 'Bench'");
  return rows[0]?.first ?? 0;
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
