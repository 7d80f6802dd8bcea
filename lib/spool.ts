import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Writes standard input to a file of its own, where `-` stands among the files, which nobody else may read: intake knows a file by its
 * hash before it reads it, and a stream passes once. The same input given again goes on where it broke off, as with any file.
 */
export async function spooled(files: readonly string[], input: Readable): Promise<{ files: string[]; remove: () => Promise<void> }> {
  if (!files.includes("-")) return { files: [...files], remove: async () => undefined };
  const folder = await mkdtemp(path.join(tmpdir(), "intake-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const file = path.join(folder, "standard input");
  try {
    await pipeline(input, createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { files: files.map((one) => (one === "-" ? file : one)), remove };
}
