import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { decode } from "./entry";
import { isObject, type JsonObject, readObject } from "./json";

export type Matter = { readonly id: string; readonly slug: string; readonly caption: string };

/** What log.json says of a folder. */
export type Folder = {
  readonly origin: string;
  readonly log: string;
  readonly matter: Matter | null;
  readonly size: number;
  readonly pending: number;
  readonly files: ReadonlyMap<string, string>;
};

export const FORMAT = "reading-room-log/1";
export const names = ["checkpoints.ndjson", "entries.ndjson", "keys.txt"] as const;
/** The tree of what belongs to no matter. */
export const NIL = "00000000-0000-0000-0000-000000000000";

const end = /,\n {2}"sha256": "([0-9a-f]{64})"\n\}\n$/;

/** Reads log.json, which closes with the hash of everything in it before. Throws an Error where it is not of the format. */
export async function readFolder(folder: string): Promise<Folder> {
  const text = decode(await readFile(path.join(folder, "log.json")));
  const closing = end.exec(text);
  const own = createHash("sha256").update(text.slice(0, closing?.index)).digest("hex");
  if (own !== closing?.[1]) throw new Error("log.json is not as it was written: its own hash differs");
  const said = readObject(text);
  if (said.format !== FORMAT) throw new Error(`a format that is not ${FORMAT}`);
  const { origin, log, size, pending, files } = said;
  if (typeof origin !== "string" || typeof log !== "string" || !isCount(size) || !isCount(pending) || !isObject(files))
    throw new Error("log.json does not say what it must");
  return { origin, log, matter: matterOf(said, log), size, pending, files: hashesOf(files) };
}

function matterOf({ matter }: JsonObject, log: string): Matter | null {
  if (log === NIL && matter === null) return null;
  if (!isObject(matter)) throw new Error("log.json names no matter");
  const { id, slug, caption } = matter;
  if (id !== log || typeof slug !== "string" || typeof caption !== "string") throw new Error("log.json names another matter");
  return { id, slug, caption };
}

function hashesOf(files: JsonObject): ReadonlyMap<string, string> {
  const hashes = names.map((name) => [name, files[name]] as const);
  if (Object.keys(files).length !== names.length || hashes.some(([, hash]) => typeof hash !== "string"))
    throw new Error("log.json does not name its files");
  return new Map(hashes.map(([name, hash]) => [name, String(hash)]));
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
