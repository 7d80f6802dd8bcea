import { isObject, type JsonObject, readObject, same } from "./json";
import { base64 } from "./note";

/** One entry: the bytes that are hashed, what they say, and its moment in microseconds since 1970. */
export type Entry = { readonly index: number; readonly id: string; readonly leaf: Buffer; readonly said: JsonObject; readonly at: number };

const columns = ["id", "at", "matter", "person", "email", "side", "role", "session", "action", "object", "outcome", "reason", "detail"];
const all = [...columns, "commitment", "request"];
const keysOfLine = new Set(["index", ...all, "leaf"]);
const keysOfLeaf = new Set(["v", ...all]);
const outcomes = new Set(["done", "refused", "failed"]);
const MOST = 65_535;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 without a fault, or an Error. */
export function decode(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** Takes a line of entries.ndjson apart. Throws an Error where it is not of the format. `columns`: the first that says something else than the leaf. */
export function readEntry(line: Uint8Array): Entry & { readonly differs: string | null } {
  const row = readObject(decode(line));
  const { index, leaf: encoded } = row;
  if (typeof index !== "number" || typeof encoded !== "string") throw new Error("an entry without index or leaf");
  if (Object.keys(row).length !== keysOfLine.size || !Object.keys(row).every((key) => keysOfLine.has(key)))
    throw new Error("not the columns of an entry");
  const leaf = base64(encoded);
  if (!leaf || leaf.length > MOST) throw new Error("a leaf that is no base64, or too long");
  const said = readLeaf(leaf);
  const differs = all.find((key) => !same(row[key], key === "id" ? String(said.id) : said[key])) ?? null;
  return { index, id: String(said.id), leaf, said, at: readTime(said.at), differs };
}

/** What a leaf says. Throws an Error where it is not of the format. */
export function readLeaf(leaf: Uint8Array): JsonObject {
  const said = readObject(decode(leaf));
  const unknown = Object.keys(said).find((key) => !keysOfLeaf.has(key) || said[key] === null);
  if (unknown !== undefined) throw new Error(`a leaf with ${unknown.slice(0, 40)}`);
  const { v, id, action, outcome, detail } = said;
  if (v !== 1 || typeof id !== "number" || id < 1 || typeof action !== "string" || typeof outcome !== "string" || !outcomes.has(outcome))
    throw new Error("a leaf without its id, action or outcome");
  if (detail !== undefined && !isObject(detail)) throw new Error("a detail that is no object");
  const texts = ["matter", "person", "email", "side", "role", "session", "object", "reason", "commitment", "request"];
  const wrong = texts.find((key) => said[key] !== undefined && typeof said[key] !== "string");
  if (wrong) throw new Error(`a leaf whose ${wrong} is no text`);
  readTime(said.at);
  return said;
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?Z$/;

/** A moment in UTC, as 2026-04-30T09:00:00.000000Z, in microseconds since 1970. Throws an Error for anything else. */
export function readTime(value: unknown): number {
  const [text = "", , , , , , seconds = "", fraction = ""] = pattern.exec(typeof value === "string" ? value : "") ?? [];
  const whole = Date.parse(`${text.slice(0, 19)}Z`);
  if (!text || Number.isNaN(whole) || seconds > "59" || !new Date(whole).toISOString().startsWith(text.slice(0, 19)))
    throw new Error("a time that is none");
  return whole * 1000 + Number(fraction.padEnd(6, "0"));
}
