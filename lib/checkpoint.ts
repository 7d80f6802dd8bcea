// What a log says of itself in a signed note (C2SP tlog-checkpoint v1.0.0), and the proof of one entry that is checked without the log
// (C2SP tlog-proof).
import type { Hash } from "./merkle";
import { decoded, NoteError } from "./note";

/** The state of a tree: which log, how many leaves, their root. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Hash };

/** The text that is signed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
}

/** Reads the text of a checkpoint; lines after the third are passed over. Throws NoteError where it is none. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = "", number = "", hash = "", ...rest] = text.split("\n");
  const root = decoded(hash);
  const size = wholeNumber(number);
  if (!origin || size === null || root?.length !== 32 || rest.pop() !== "" || rest.some((line) => line === ""))
    throw new NoteError("This is not a checkpoint: a line of origin, of size, of root.");
  return { origin, size, root };
}

/** A proof that an entry stands in a log. `extra` is for whoever reads it and proves nothing by itself; `note` is the signed checkpoint. */
export type LogProof = {
  readonly extra: Uint8Array | null;
  readonly index: number;
  readonly hashes: readonly Hash[];
  readonly note: string;
};

const HEAD = "c2sp.org/tlog-proof@v1";
/** A tree of 2^53 leaves needs no more. */
const MOST = 63;

export function formatProof({ extra, index, hashes, note }: LogProof): string {
  const lines = [HEAD, ...(extra ? [`extra ${base64(extra)}`] : []), `index ${index}`, ...hashes.map(base64)];
  return `${lines.join("\n")}\n\n${note}`;
}

/** Takes a proof apart without believing it. Throws NoteError where it is none. */
export function parseProof(proof: string): LogProof {
  const split = proof.indexOf("\n\n");
  const [head, ...lines] = split < 0 ? [] : proof.slice(0, split).split("\n");
  const extra = lines[0]?.startsWith("extra ") ? decoded(lines.shift()?.slice("extra ".length) ?? "") : undefined;
  const [, number = ""] = /^index (.*)$/.exec(lines.shift() ?? "") ?? [];
  const index = wholeNumber(number);
  const hashes = parseHashes(lines);
  if (head !== HEAD || extra === null || index === null) throw new NoteError("This is not a proof of a log (c2sp.org/tlog-proof@v1).");
  return { extra: extra ?? null, index, hashes, note: proof.slice(split + 2) };
}

/** Hashes in base64, a line each. Throws NoteError. */
export function parseHashes(lines: readonly string[]): Hash[] {
  if (lines.length > MOST) throw new NoteError(`A proof has at most ${MOST} hashes.`);
  return lines.map((line) => {
    const hash = decoded(line);
    if (hash?.length !== 32) throw new NoteError("A hash is 32 bytes in base64.");
    return hash;
  });
}

/** A decimal number without leading zeros that is counted exactly, or null. */
export function wholeNumber(text: string): number | null {
  return /^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
