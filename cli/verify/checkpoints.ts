import { decode } from "./entry";
import { readObject } from "./json";
import { linesOf } from "./lines";
import { type Checkpoint, type Cosignature, type Key, readCheckpoint, readNote, signersOf } from "./note";
import type { Findings } from "./verdict";

/** A checkpoint of an export whose signatures are true. `earliest`: when a witness first saw it, in microseconds since 1970. */
export type Signed = Checkpoint & { readonly witnesses: readonly Cosignature[]; readonly earliest: number | null };

/** Reads checkpoints.ndjson: every one of the log, signed by its key, each longer than the one before. Returns those that are. */
export async function readCheckpoints(
  file: string,
  origin: string,
  keys: readonly Key[],
  findings: Findings,
): Promise<{ readonly signed: readonly Signed[]; readonly hash: string | null }> {
  const signed: Signed[] = [];
  let before = 0;
  const lines = linesOf(file);
  for (;;) {
    const line = await findings.attempt("checkpoint", () => lines.next());
    if (!line) return { signed, hash: null };
    if (line.done) return { signed, hash: line.value };
    const one = await findings.attempt("checkpoint", () => readLine(line.value, origin, before));
    if (!one) continue;
    before = one.checkpoint.size;
    const signers = await findings.attempt("signature", () => signersOf(one.note, keys));
    if (signers && !signers.log) findings.fail("signature", `the checkpoint of ${before} entries is not signed by the key of the log`);
    if (!signers?.log) continue;
    const times = signers.witnesses.map(({ at }) => at * 1_000_000);
    signed.push({ ...one.checkpoint, witnesses: signers.witnesses, earliest: times.length > 0 ? Math.min(...times) : null });
  }
}

function readLine(line: Uint8Array, origin: string, before: number) {
  const { size, note: text, ...more } = readObject(decode(line));
  if (typeof text !== "string" || Object.keys(more).length > 0) throw new Error("no line of a checkpoint");
  const note = readNote(text);
  const checkpoint = readCheckpoint(note.text);
  if (checkpoint.origin !== origin) throw new Error("a checkpoint of another log");
  if (checkpoint.size !== size || checkpoint.size <= before) throw new Error("a checkpoint out of order");
  return { note, checkpoint };
}
