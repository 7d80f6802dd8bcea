import { isObject, type JsonObject, readObject, same, written } from "./json";
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
  const text = decode(line);
  return asWritten(text) ?? readRow(text);
}

// Nearly every line is, to the letter, what its leaf says written out column by column, with the leaf at its end. That is seen without
// reading the columns: what is written here has each of them once and nothing else, so a text that is the same has too.
function asWritten(text: string): (Entry & { readonly differs: null }) | null {
  const end = text.lastIndexOf(',"leaf":"');
  const index = Number(text.slice('{"index":'.length, text.indexOf(",")));
  const encoded = text.slice(end + ',"leaf":"'.length, -2);
  const leaf = end > 0 && Number.isSafeInteger(index) ? base64(encoded) : null;
  if (!leaf || leaf.length > MOST) return null;
  const said = readLeaf(leaf);
  const id = String(said.id);
  const { at, matter = null, person = null, email = null, side = null, role = null, session = null } = said;
  const { action, object = null, outcome, reason = null, detail = null, commitment = null, request = null } = said;
  const before = JSON.stringify({ index, id, at, matter, person, email, side, role, session, action, object, outcome, reason });
  const after = `"commitment":${JSON.stringify(commitment)},"request":${JSON.stringify(request)},"leaf":"${encoded}"}`;
  if (text !== `${before.slice(0, -1)},"detail":${written(detail)},${after}`) return null;
  return { index, id, leaf, said, at: readTime(at), differs: null };
}

function readRow(text: string): Entry & { readonly differs: string | null } {
  const row = readObject(text);
  const { index, leaf: encoded } = row;
  if (typeof index !== "number" || typeof encoded !== "string") throw new Error("an entry without index or leaf");
  const keys = Object.keys(row);
  if (keys.length !== keysOfLine.size || !keys.every((key) => keysOfLine.has(key))) throw new Error("not the columns of an entry");
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

const pattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d):([0-5]\d)(?:\.(\d{1,6}))?Z$/;
// Entries that follow each other are of the same minute, mostly.
let minute = { text: "", at: 0 };

/** A moment in UTC, as 2026-04-30T09:00:00.000000Z, in microseconds since 1970. Throws an Error for anything else. */
export function readTime(value: unknown): number {
  const [, text = "", seconds = "", fraction = ""] = pattern.exec(typeof value === "string" ? value : "") ?? [];
  if (!text) throw new Error("a time that is none");
  if (text !== minute.text) minute = { text, at: minuteOf(text) };
  return minute.at + Number(seconds) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}

function minuteOf(text: string): number {
  const at = Date.parse(`${text}:00Z`);
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text)) throw new Error("a time that is none");
  return at * 1000;
}
