import { readFile } from "node:fs/promises";
import { NoteError, signerOf, signNote } from "@/lib/note";

/**
 * What besides a checkpoint the key of a log may sign: its own name, and that a report was made of it. No checkpoint fits this: its
 * second line is a number.
 */
const statement = /^(\S+)\nreport [a-z]{1,40}\n\d{4}-\d\d-\d\d \d{4}-\d\d-\d\d\nsize \d{1,15}\nsha256 [0-9a-f]{64}\n$/;

/** Signs a statement about a report with the key in `file`, under the name of the log. Throws NoteError for anything else. */
export async function signStatement(file: string, origin: string, text: string): Promise<string> {
  if (statement.exec(text)?.[1] !== origin)
    throw new NoteError("The key of a log signs checkpoints, and statements about reports of that log.");
  return signNote(text, signerOf(origin, await readFile(file, "utf8")));
}
