/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

// Every string of a text of JSON, and whether a colon follows: then it is a key.
const strings = /"(?:[^"\\]|\\.)*"[ \t\n\r]*(:?)/g;

/**
 * Reads a text of JSON about which no two readers can differ: no key twice in one object, no whole number that a double cannot hold.
 * Throws an Error that says what is wrong.
 */
export function readJson(text: string): Json {
  const value = JSON.parse(text) as Json;
  let named = 0;
  for (const [, colon] of text.matchAll(strings)) if (colon) named++;
  if (countKeys(value) !== named) throw new Error("a key stands twice in one object");
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

function countKeys(value: Json): number {
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new Error("a number too large to compare");
  if (typeof value !== "object" || value === null) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countKeys(item), 0);
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + countKeys(item), 0);
}
