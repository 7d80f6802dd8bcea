import { readFile } from "node:fs/promises";
import path from "node:path";
import { decode } from "./entry";
import { type Checkpoint, type Key, readCheckpoint, readNote, signersOf } from "./note";
import { readReceipt } from "./receipt";

/** A checkpoint that somebody kept outside the host: it was so, whatever the log says today. */
export type Held = { readonly name: string; readonly checkpoint: Checkpoint };

/**
 * Reads a file with a signed checkpoint, or a receipt, which has one in it. Throws an Error where it is neither, or not signed by the log
 * whose key is given: a checkpoint that nobody signed proves nothing.
 */
export async function readHeld(file: string, keys: readonly Key[]): Promise<Held> {
  const text = decode(await readFile(file));
  const note = readNote(text.startsWith("c2sp.org/tlog-proof@v1\n") ? readReceipt(text).note : text);
  const checkpoint = readCheckpoint(note.text);
  if (
    !signersOf(
      note,
      keys.filter(({ name, kind }) => kind === "witness" || name === checkpoint.origin),
    ).log
  )
    throw new Error(`${path.basename(file)} is not signed by the key of the log`);
  return { name: path.basename(file), checkpoint };
}
