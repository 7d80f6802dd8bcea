// The one that signs. It remembers, outside the database, the tree that it signed last, and signs only what it has itself made by adding
// leaves to that: it cannot sign a tree which is not a continuation, whatever the database says.
import { existsSync } from "node:fs";
import { chmod, mkdir, open, readdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { checkpointText } from "@/lib/checkpoint";
import { emptyFrontier, extended, type Frontier, type Hash, rootOf } from "@/lib/merkle";
import { decoded, makeKey, signerOf, signNote, verifierKey } from "@/lib/note";
import { LogFault } from "./kept";

/** A tree with its signed note, which counts once `remember` has been called: that is, once it is committed. */
export type SignedTree = { readonly frontier: Frontier; readonly note: string };
export type LogName = { readonly log: string; readonly origin: string };

export type LogSigner = {
  /** The public key under which a log is signed. */
  readonly vkey: (origin: string) => string;
  /** The tree that was signed last, or the empty one. */
  readonly last: (name: LogName) => Frontier;
  /** The last signed tree with these leaves added, signed. Throws LogFault where its root is not the one expected. */
  readonly sign: (name: LogName, leaves: readonly Hash[], expected: Hash) => SignedTree;
  /** Takes a tree for the last signed one: on disk before this ends. */
  readonly remember: (name: LogName, frontier: Frontier) => Promise<void>;
};

/** Opens the key in `file` and what was signed with it, in the folder `signed` beside the other things kept in `folder`. */
export async function openSigner(file: string, folder: string): Promise<LogSigner> {
  const pem = await readFile(file, "utf8");
  const signed = await readSigned(folder);
  const trees = new Map(signed.map(({ log, frontier }) => [log, frontier]));
  const last = ({ log }: LogName) => trees.get(log) ?? emptyFrontier;
  return {
    vkey: (origin) => verifierKey(signerOf(origin, pem)),
    last,
    sign: (name, leaves, expected) => {
      const frontier = extended(last(name), leaves);
      const root = rootOf(frontier);
      if (Buffer.compare(root, expected) !== 0)
        throw new LogFault(`${name.origin} is not a continuation of what was signed at size ${last(name).size}: nothing is signed.`);
      return { frontier, note: signNote(checkpointText({ origin: name.origin, size: frontier.size, root }), signerOf(name.origin, pem)) };
    },
    remember: async ({ log, origin }, frontier) => {
      const hashes = frontier.hashes.map((hash) => Buffer.from(hash).toString("base64"));
      await keep(path.join(folder, "signed", `${log}.json`), `${JSON.stringify({ origin, size: frontier.size, hashes })}\n`);
      trees.set(log, frontier);
    },
  };
}

export type Signed = LogName & { readonly frontier: Frontier };

/** What was signed last, of each log, as it is kept in `folder`. */
export async function readSigned(folder: string): Promise<Signed[]> {
  return Promise.all(
    (await filesIn(path.join(folder, "signed"), ".json")).map(async (file) => {
      const { origin, size, hashes } = JSON.parse(await readFile(file, "utf8")) as { origin: string; size: number; hashes: string[] };
      return { log: path.basename(file, ".json"), origin, frontier: { size, hashes: hashes.map((hash) => decoded(hash) ?? Buffer.of()) } };
    }),
  );
}

/** Files of a folder by their ending, none where there is no such folder. */
export async function filesIn(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: { code?: string }) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => path.join(folder, name));
}

/** Writes a file whole or not at all; it is on the disk when this ends. */
export async function keep(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = await open(`${file}.new`, "w", 0o600);
  try {
    await made.writeFile(text);
    await made.sync();
  } finally {
    await made.close();
  }
  await rename(`${file}.new`, file);
  const listing = await open(folder);
  await listing.sync().finally(() => listing.close());
}

/** Makes the signing key's file where nothing was signed yet. Throws where it is gone although something was signed with it. */
export async function makeKeyFile(file: string, signedBefore: boolean): Promise<void> {
  if (existsSync(file)) return chmod(file, 0o600);
  if (signedBefore)
    throw new LogFault(
      `The log was signed with a key that is no longer at ${file}. Put it back from its backup: what another key signs is another log.`,
    );
  await keep(file, makeKey());
}
