import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { dataPath } from "@/lib/env";
import type { ProductionFile } from "./schema";

/** The finished files of a production. */
export function folderOf(production: string): string {
  return dataPath("productions", production);
}

function draftOf(production: string): string {
  return dataPath("productions", `${production}.writing`);
}

/** An empty folder for writing, out of the way of finished ones. */
export async function openDraft(production: string): Promise<string> {
  const draft = draftOf(production);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  return draft;
}

/** Makes a draft the finished folder. On disk when this returns: the folder is there with all its files, or not at all. */
export async function keepDraft(production: string): Promise<void> {
  await sync(draftOf(production));
  await rename(draftOf(production), folderOf(production));
  await sync(dataPath("productions"));
}

/** Removes everything of a production from the disk, finished or not. */
export async function discard(production: string): Promise<void> {
  for (const folder of [draftOf(production), folderOf(production)]) await rm(folder, { recursive: true, force: true });
}

async function sync(folder: string) {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}

/** A file being written: counts and hashes what goes in, so that the manifest says what the disk was given. */
export class Draft {
  readonly #hash = createHash("sha256");
  #bytes = 0;
  #lines = 0;

  private constructor(
    readonly name: string,
    readonly handle: FileHandle,
  ) {}

  static async create(folder: string, name: string): Promise<Draft> {
    return new Draft(name, await open(path.join(folder, name), "wx", 0o600));
  }

  async write(line: string): Promise<void> {
    const bytes = Buffer.from(line, "utf8");
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#lines++;
    await this.handle.appendFile(bytes);
  }

  /** Closes the file once its bytes are on disk. */
  async finish(): Promise<Required<ProductionFile>> {
    await this.handle.sync();
    await this.handle.close();
    return { name: this.name, bytes: this.#bytes, sha256: this.#hash.digest("hex"), lines: this.#lines };
  }
}

/** Writes a small file whole. */
export async function writeWhole(folder: string, name: string, text: string): Promise<ProductionFile> {
  const draft = await Draft.create(folder, name);
  await draft.write(text);
  const { lines: _, ...file } = await draft.finish();
  return file;
}
