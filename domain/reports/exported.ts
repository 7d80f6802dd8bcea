import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { DomainError } from "@/lib/errors";
import { compile, type Report } from "./compile";
import { type Line, momentInLog } from "./line";
import type { Period, ReportKind } from "./schema";

const Log = z.object({
  format: z.literal("reading-room-log/1"),
  origin: z.string(),
  matter: z.object({ id: z.string(), slug: z.string(), caption: z.string() }),
  size: z.int().min(0),
});

/** `size`: only so many leaves, as the log stood when another report was made; all of them without it. */
export type FromExport = Period & { readonly kind: ReportKind; readonly size?: number | undefined };

/**
 * The same report as the reading room makes, from a folder that `audit export` wrote and nothing else: no database, no network. Whether
 * the folder is what the log said is for `audit verify` to find out. Throws `invalid` where it is no such folder or is shorter than `size`.
 */
export async function reportFromExport(folder: string, { kind, from, to, size }: FromExport): Promise<Report> {
  const log = await readLogFile(folder);
  const leaves = size ?? log.size;
  if (leaves > log.size) throw new DomainError("invalid", `The export holds ${log.size} leaves of the log, not ${leaves}.`);
  const tally = compile(kind, { matter: log.matter, period: spanOf({ from, to }), log: { origin: log.origin, size: leaves } });
  let read = 0;
  const input = createReadStream(path.join(folder, "entries.ndjson"), "utf8");
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (read === leaves) break;
    read++;
    tally.take(lineFrom(text, read));
  }
  input.destroy();
  if (read < leaves) throw new DomainError("invalid", `entries.ndjson ends after ${read} of ${leaves} entries.`);
  return tally.result();
}

/** Whole days as the log's own moments: from the first midnight to the one after the last day. */
export function spanOf({ from, to }: Period) {
  return { from: momentInLog(`${from}T00:00:00Z`), until: momentInLog(new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000)) };
}

async function readLogFile(folder: string) {
  const text = await readFile(path.join(folder, "log.json"), "utf8").catch(() => null);
  if (text === null) throw new DomainError("invalid", `${folder} is no export of a log: it has no log.json.`);
  try {
    return Log.parse(JSON.parse(text));
  } catch {
    throw new DomainError("invalid", `log.json in ${folder} is not of the format reading-room-log/1.`);
  }
}

function lineFrom(text: string, n: number): Line {
  try {
    return JSON.parse(text) as Line;
  } catch {
    throw new DomainError("invalid", `Line ${n} of entries.ndjson is not JSON.`);
  }
}
