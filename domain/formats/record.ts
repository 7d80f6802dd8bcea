import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import { type Delivered, Unreadable } from "./delivered";
import type { Place } from "./schema";
import type { Span } from "./split";
import { parseRow } from "./table";

export const limits = { bytes: 32 * 1024 * 1024, depth: 200, values: 1_000_000 } as const;

/**
 * The bytes of one record as an object. Integers that a double cannot hold come as strings of their digits.
 * Throws Unreadable: too long, not UTF-8, not JSON, not an object, too deep, too many values, or a key given twice.
 */
export function parseRecord({ bytes, byteLength, fault, columns }: Span): Delivered {
  if (fault && !bytes) throw new Unreadable(fault);
  if (!bytes) throw new Unreadable(`too long: ${byteLength} bytes, and a record may have ${limits.bytes}`);
  if (!isUtf8(bytes)) throw new Unreadable(`not UTF-8: byte ${firstInvalid(bytes)} of the record`);
  if (columns && fault) throw new Unreadable(fault);
  if (columns) return parseRow(bytes.toString("utf8"), columns);
  const shape = measure(bytes);
  if (shape.depth > limits.depth) throw new Unreadable(`nested too deeply: ${shape.depth} levels, and ${limits.depth} are allowed`);
  if (shape.values > limits.values) throw new Unreadable(`too many values: ${shape.values}, and ${limits.values} are allowed`);
  const value = parse(shape.longIntegers.length ? quoted(bytes, shape.longIntegers) : bytes, fault);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Unreadable("not a JSON object");
  if (countKeys(value) !== shape.keys) throw new Unreadable("a key stands twice in one object: which value was meant cannot be known");
  return value as Delivered;
}

export function placeOf({ line, byteOffset, byteLength, bytes }: Span): Place {
  return { line, byteOffset, byteLength, sha256: hash("sha256", bytes ?? "", "buffer") };
}

// The engine's own message quotes the text, which no log may hold; only the position is taken from it.
function parse(bytes: Buffer, fault: string | undefined): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    throw new Unreadable(fault ?? (position ? `not valid JSON: at character ${position} of the record` : "not valid JSON"));
  }
}

type Shape = { depth: number; values: number; keys: number; longIntegers: [number, number][] };

/** Depth, number of values and keys, and integers of 16 digits and more, read off the bytes before anything is built from them. */
function measure(bytes: Buffer): Shape {
  const shape: Shape = { depth: 0, values: 1, keys: 0, longIntegers: [] };
  let depth = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === 34) i = endOfString(bytes, i);
    else if (byte === 123 || byte === 91) {
      shape.values++;
      if (++depth > shape.depth) shape.depth = depth;
    } else if (byte === 125 || byte === 93) depth--;
    else if (byte === 44) shape.values++;
    else if (byte === 58) shape.keys++;
    else if (byte >= 48 && byte <= 57) {
      const end = endOfNumber(bytes, i);
      if (end - i >= 16 && isInteger(bytes, i, end)) shape.longIntegers.push([bytes[i - 1] === 45 ? i - 1 : i, end]);
      i = end - 1;
    }
  }
  return shape;
}

function endOfString(bytes: Buffer, start: number): number {
  for (let end = bytes.indexOf(34, start + 1); end >= 0; end = bytes.indexOf(34, end + 1)) {
    let slashes = 0;
    while (bytes[end - 1 - slashes] === 92) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return bytes.length;
}

function endOfNumber(bytes: Buffer, start: number): number {
  let end = start;
  // Digits, point, exponent and its sign.
  for (
    let byte = bytes[end] ?? 0;
    (byte >= 48 && byte <= 57) || byte === 46 || byte === 101 || byte === 69 || byte === 43 || byte === 45;
    byte = bytes[++end] ?? 0
  );
  return end;
}

function isInteger(bytes: Buffer, start: number, end: number): boolean {
  const digits = bytes.toString("latin1", start, end);
  return /^\d+$/.test(digits) && !Number.isSafeInteger(Number(digits));
}

function quoted(bytes: Buffer, places: readonly [number, number][]): Buffer {
  const quote = Buffer.from('"');
  let from = 0;
  const pieces = places.flatMap(([start, end]) => {
    const piece = [bytes.subarray(from, start), quote, bytes.subarray(start, end), quote];
    from = end;
    return piece;
  });
  return Buffer.concat([...pieces, bytes.subarray(from)]);
}

function countKeys(value: object): number {
  let keys = 0;
  const open: unknown[] = [value];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (typeof one !== "object" || one === null) continue;
    const list: readonly unknown[] | null = Array.isArray(one) ? one : null;
    const inside = list ?? Object.values(one);
    if (!list) keys += inside.length;
    for (const each of inside) if (typeof each === "object" && each !== null) open.push(each);
  }
  return keys;
}

// The longest beginning that is UTF-8 ends where the first invalid byte stands: found by halving.
function firstInvalid(bytes: Buffer): number {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isBeginning(bytes.subarray(0, middle))) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isBeginning(bytes: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
