// Whether the database still holds what was signed and what was witnessed. Both are remembered outside it, so that an older copy put in
// its place, or one from which something was taken, is met before it serves anybody.
import { readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { type Checkpoint, parseCheckpoint } from "@/lib/checkpoint";
import { frontierAt, rootOf } from "@/lib/merkle";
import { parseNote } from "@/lib/note";
import { witnessFaults } from "./deliver";
import { type Head, nodesOf, readHeads } from "./kept";
import { filesIn, readSigned } from "./signer";

/** A state of a log that somebody can prove, and who. */
export type Remembered = Checkpoint & { readonly by: string };

/** What the data folder remembers: the last trees that were signed, and the last checkpoints that a witness cosigned. */
export async function readRemembered(folder: string): Promise<Remembered[]> {
  const signed = (await readSigned(folder)).map(({ origin, frontier }) => ({
    origin,
    size: frontier.size,
    root: rootOf(frontier),
    by: "signed",
  }));
  const notes = await Promise.all((await filesIn(path.join(folder, "witnessed"), ".checkpoint")).map((file) => readFile(file, "utf8")));
  return [...signed, ...notes.map((note) => ({ ...parseCheckpoint(parseNote(note).text), by: "witnessed" }))];
}

/** All that speaks against serving what the database behind `url` holds: what `folder` remembers, and what the witnesses say. */
export async function startFaults(url: string, folder: string): Promise<string[]> {
  const faults = await logFaults(url, await readRemembered(folder));
  return faults.length > 0 ? faults : reading(url, witnessFaults);
}

/** What is wrong with the log in the database behind `url`, in a sentence each; none where it continues everything that is remembered. */
export function logFaults(url: string, remembered: readonly Remembered[]): Promise<string[]> {
  return reading(url, async (client) => {
    const heads = new Map((await readHeads(client)).map((head) => [head.origin, head]));
    const faults: string[] = [];
    for (const one of remembered) faults.push(...(await faultOf(client, heads.get(one.origin), one)));
    return faults;
  });
}

async function reading<R>(url: string, work: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function faultOf(client: pg.Client, head: Head | undefined, { origin, size, root, by }: Remembered): Promise<string[]> {
  const older = "This is an older copy of the database, or entries were removed.";
  if (size > 0 && !head) return [`The log ${origin} was ${by} at ${size} entries, and this database knows nothing of it. ${older}`];
  if (!head) return [];
  if (head.size < size) return [`The log ${origin} was ${by} at ${size} entries; this database holds ${head.size} of them. ${older}`];
  const now = rootOf(await frontierAt(nodesOf(client, head.log), size));
  if (Buffer.compare(now, root) === 0) return [];
  return [
    `The first ${size} entries of the log ${origin} are not those that were ${by}. Entries were changed, removed or put in another order.`,
  ];
}
