import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { DomainError } from "@/lib/errors";

type Part = { readonly name: string; readonly pieces: AsyncIterable<string> };

/** Written beside and then named: a folder of that name is a whole export, or it is not there. */
export async function writeFolder(folder: string, parts: AsyncIterable<Part>): Promise<void> {
  const draft = `${folder}.new-${process.pid}`;
  await mkdir(path.dirname(folder), { recursive: true });
  await mkdir(draft, { mode: 0o700 });
  try {
    for await (const { name, pieces } of parts) {
      const handle = await open(path.join(draft, name), "wx", 0o600);
      try {
        for await (const piece of pieces) await handle.write(piece);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw taken(error)
      ? new DomainError("conflict", `${folder} is not empty. Nothing was written: name a folder that is not there yet.`)
      : error;
  }
}

function taken(error: unknown): boolean {
  return ["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes((error as { code?: string }).code ?? "");
}
