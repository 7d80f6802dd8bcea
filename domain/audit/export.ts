import { createHash } from "node:crypto";
import type { Actor } from "@/domain/access/permit";
import { act, look } from "./act";
import { findTree, listCheckpointNotes, listLeaves } from "./data";
import { checkpointLine, entryLine, type LogHead, logFile } from "./folder";

const PAGE = 1_000;

/** An export while it is made. Each of the files is read once, page by page: the same memory whatever the length of the log. */
export type LogExport = {
  readonly head: LogHead;
  readonly entries: AsyncGenerator<string>;
  readonly checkpoints: AsyncGenerator<string>;
  readonly keys: string;
};

/**
 * The tree of the matter as it stands now, whole (docs/log-format.md). That it was asked for is an entry, which the tree does not hold
 * yet: `pending` counts what it does not. Permission is asked for each page, and no transaction stays open between two.
 */
export async function exportLog(actor: Actor, at: Date): Promise<LogExport> {
  const { keys, ...head } = await act(actor, "audit:export", {}, async (tx, permit) => ({ result: await findTree(tx, permit) }));
  return {
    head: { ...head, pending: head.pending + 1, exportedAt: at.toISOString() },
    entries: entriesOf(actor, head.size),
    checkpoints: checkpointsOf(actor, head.size),
    keys: keys.map((key) => `${key}\n`).join(""),
  };
}

async function* entriesOf(actor: Actor, size: number) {
  for (let from = 0; from < size; ) {
    const after = from;
    const rows = await look(actor, "audit:export", (tx, permit) => listLeaves(tx, permit, after, size, PAGE));
    if (rows.length === 0) return;
    yield rows.map(entryLine).join("");
    from += rows.length;
  }
}

async function* checkpointsOf(actor: Actor, size: number) {
  for (let after = 0; ; ) {
    const above = after;
    const rows = await look(actor, "audit:export", (tx, permit) => listCheckpointNotes(tx, permit, above, size, PAGE));
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ size: reach, note }) => checkpointLine(reach, note)).join("");
    after = last.size;
  }
}

export type LogPart = { readonly name: string; readonly pieces: AsyncIterable<string> };

/** The files of an export, to be read one after the other. log.json comes last, since it names the hashes of the others. */
export async function* filesOf({ head, entries, checkpoints, keys }: LogExport): AsyncGenerator<LogPart> {
  const hashes = new Map<string, string>();
  const files: [string, AsyncIterable<string>][] = [
    ["entries.ndjson", entries],
    ["checkpoints.ndjson", checkpoints],
    ["keys.txt", once(keys)],
  ];
  for (const [name, pieces] of files) yield { name, pieces: hashed(pieces, (hash) => hashes.set(name, hash)) };
  yield { name: "log.json", pieces: once(logFile(head, hashes)) };
}

async function* hashed(pieces: AsyncIterable<string>, done: (hash: string) => void): AsyncGenerator<string> {
  const hash = createHash("sha256");
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  done(hash.digest("hex"));
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
