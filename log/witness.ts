// A small witness (C2SP tlog-witness): it remembers of each log the newest tree that it saw, cosigns what continues that, and nothing
// else. It needs a folder and a key of its own, and neither the application nor its database.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Checkpoint, parseCheckpoint, parseHashes, wholeNumber } from "@/lib/checkpoint";
import { emptyRoot, type Hash, provesConsistency } from "@/lib/merkle";
import { cosignature, makeKey, NoteError, openNote, parseNote, parseVerifierKey, type Signer, signerOf, verifierKey } from "@/lib/note";
import { keep } from "./signer";

/** What a witness answers: an HTTP status, and the line of its signature where that is 200. */
export type WitnessAnswer = { readonly status: 200 | 400 | 403 | 404 | 409 | 422; readonly body: string };
export type Witness = {
  /** The key by which others know it. */
  readonly vkey: string;
  /** The size of the tree that it cosigned last; 0 where it never did. */
  readonly sizeOf: (origin: string) => Promise<number>;
  /** Takes in a request of `add-checkpoint`. What it answers with 200 is on its disk before. */
  readonly addCheckpoint: (body: string) => Promise<WitnessAnswer>;
};

/** Opens the witness that lives in `folder`, making its key under `name` where there is none. `logs`: keys of further logs to trust. */
export async function openWitness(folder: string, name: string | undefined, logs: readonly string[] = []): Promise<Witness> {
  const signer = await openKey(folder, name);
  const trusted = await trust(folder, logs);
  const working = new Map<string, Promise<unknown>>();
  return {
    vkey: verifierKey(signer, { witness: true }),
    sizeOf: async (origin) => (await lastOf(folder, origin)).size,
    addCheckpoint: (body) => {
      const asked = parseRequest(body);
      if (!asked) return Promise.resolve({ status: 400, body: "This is not a request of add-checkpoint.\n" });
      // One at a time for each log: between the comparison with what is remembered and the remembering nobody else may come.
      const { origin } = asked.checkpoint;
      const answer = (working.get(origin) ?? Promise.resolve()).then(() => judge(folder, signer, trusted, asked));
      working.set(
        origin,
        answer.catch(() => undefined),
      );
      return answer;
    },
  };
}

type Request = { readonly old: number; readonly proof: readonly Hash[]; readonly note: string; readonly checkpoint: Checkpoint };

async function judge(folder: string, signer: Signer, trusted: readonly string[], asked: Request): Promise<WitnessAnswer> {
  const { old, proof, note, checkpoint } = asked;
  const keys = trusted.map(parseVerifierKey).filter(({ name }) => name === checkpoint.origin);
  if (keys.length === 0) return { status: 404, body: "This log is not known here.\n" };
  try {
    openNote(note, keys);
  } catch {
    return { status: 403, body: "The checkpoint is not signed by the key of its log.\n" };
  }
  if (old > checkpoint.size) return { status: 400, body: "The old size is larger than the new one.\n" };
  const last = await lastOf(folder, checkpoint.origin);
  if (old !== last.size) return { status: 409, body: `${last.size}\n` };
  if (old === checkpoint.size && Buffer.compare(last.root, checkpoint.root) !== 0) return { status: 409, body: `${last.size}\n` };
  if (!provesConsistency(old, last.root, checkpoint.size, checkpoint.root, proof))
    return { status: 422, body: "The checkpoint does not continue the one that was cosigned last.\n" };
  await keep(stateFile(folder, checkpoint.origin), note);
  return { status: 200, body: cosignature(parseNote(note).text, signer, new Date()) };
}

function parseRequest(body: string): Request | null {
  const split = body.indexOf("\n\n");
  const [first = "", ...lines] = body.slice(0, Math.max(0, split)).split("\n");
  const old = first.startsWith("old ") ? wholeNumber(first.slice("old ".length)) : null;
  if (old === null) return null;
  const note = body.slice(split + 2);
  try {
    return { old, proof: parseHashes(lines), note, checkpoint: parseCheckpoint(parseNote(note).text) };
  } catch (error) {
    if (error instanceof NoteError) return null;
    throw error;
  }
}

async function lastOf(folder: string, origin: string): Promise<{ size: number; root: Hash }> {
  const file = stateFile(folder, origin);
  return existsSync(file) ? parseCheckpoint(parseNote(await readFile(file, "utf8")).text) : { size: 0, root: emptyRoot };
}

const stateFile = (folder: string, origin: string) =>
  path.join(folder, "seen", `${createHash("sha256").update(origin).digest("hex").slice(0, 32)}.checkpoint`);

async function openKey(folder: string, name: string | undefined): Promise<Signer> {
  const [keyFile, nameFile] = [path.join(folder, "witness-key.pem"), path.join(folder, "witness-name")];
  if (!existsSync(keyFile)) {
    if (!name) throw new NoteError("This witness has no key yet. Name it: --name witness.court.example");
    const pem = makeKey();
    signerOf(name, pem);
    await keep(nameFile, `${name}\n`);
    await keep(keyFile, pem);
  }
  const called = (await readFile(nameFile, "utf8")).trim();
  if (name && name !== called) throw new NoteError(`This witness is called ${called}. Another name is another folder.`);
  return signerOf(called, await readFile(keyFile, "utf8"));
}

async function trust(folder: string, more: readonly string[]): Promise<string[]> {
  const file = path.join(folder, "logs");
  const known = existsSync(file) ? (await readFile(file, "utf8")).split("\n").filter((line) => line !== "") : [];
  const all = [...new Set([...known, ...more.map((line) => line.trim())])];
  for (const line of all) parseVerifierKey(line);
  if (all.length > known.length) await keep(file, `${all.join("\n")}\n`);
  return all;
}
