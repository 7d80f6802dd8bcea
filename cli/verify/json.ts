/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/**
 * Reads a text of JSON about which no two readers can differ: no key twice in one object, no whole number that a double cannot hold.
 * Throws an Error that says what is wrong.
 */
export function readJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  // Of two keys of one name in one object JSON.parse keeps the last: the text has more strings than what was read from it.
  if (stringsOf(value) !== stringsIn(text)) throw new Error("a key stands twice in one object");
  return value;
}

/** As readJson, where the whole must be an object. */
export function readObject(text: string): JsonObject {
  const value = readJson(text);
  if (!isObject(value)) throw new Error("no object");
  return value;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two values say the same: objects whatever their order, numbers as doubles, what is absent as null. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || ((a ?? null) === null && (b ?? null) === null)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameItem(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameItem(a[key], b[key]));
}

// Within a value, null is one thing and absent another.
function sameItem(a: Json | undefined, b: Json | undefined): boolean {
  return a === null || b === null ? a === b : same(a, b);
}

/**
 * A value as the database writes it; of some numbers and rare letters it writes another text of the same meaning. What JSON cannot say (a number
 * beyond all doubles) becomes half a letter, which stands in no text.
 */
export function written(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) return "\ud800";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${written(item)}`)
    .join(", ")}}`;
}

function stringsIn(text: string): number {
  let quotes = 0;
  if (!text.includes("\\")) for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes++;
  else
    for (let at = 0; at < text.length; at++) {
      if (text[at] === "\\")
        at++; // what a backslash stands before ends no string
      else if (text[at] === '"') quotes++;
    }
  return quotes / 2;
}

function stringsOf(value: Json): number {
  if (typeof value === "string") return 1;
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new Error("a number too large to compare");
  if (typeof value !== "object" || value === null) return 0;
  let strings = 0;
  if (Array.isArray(value)) for (const item of value) strings += stringsOf(item);
  else for (const item of Object.values(value)) strings += 1 + stringsOf(item);
  return strings;
}
