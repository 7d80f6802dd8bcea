import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { DomainError } from "@/lib/errors";
import { FileName } from "./schema";

/** What lies in the intake folder and may be loaded: files, by name. No folders, nothing hidden, and no links, which could lead out of it. */
export async function filesIn(folder: string): Promise<{ name: string; bytes: number; at: string }[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => FileName.safeParse(name).success)
      .map(async (name) => ({ name, is: await lstat(path.join(folder, name)).catch(() => null) })),
  );
  return found
    .flatMap(({ name, is }) => (is?.isFile() ? [{ name, bytes: is.size, at: is.mtime.toISOString() }] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The paths of named files of the folder. Throws `invalid` for whatever is not a file in it. */
export async function pathsIn(folder: string, names: readonly string[]): Promise<string[]> {
  const there = new Set((await filesIn(folder)).map(({ name }) => name));
  const missing = names.filter((name) => !there.has(name));
  if (missing.length > 0) throw new DomainError("invalid", `Not a file in the intake folder: ${missing.slice(0, 5).join(", ")}.`);
  return names.map((name) => path.join(folder, name));
}
