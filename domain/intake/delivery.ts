import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { type Delivered, Unreadable } from "@/domain/formats/delivered";
import { readerFor, recognise } from "@/domain/formats/readers";
import { limits, parseRecord } from "@/domain/formats/record";
import { type Format, formats } from "@/domain/formats/schema";
import { type Span, splitter } from "@/domain/formats/split";
import { foreignSeparator } from "@/domain/formats/table";
import { DomainError } from "@/lib/errors";
import { unzstd } from "./zstd";

/** A kilobyte of a packed file may hold a megabyte: small pieces keep what is inflated at one time small, whatever the file claims to be. */
const PACKED_CHUNK = 16 * 1024;
/** Between pieces the connection to the database gets its turn. One of this size is split in a tenth of a millisecond; smaller ones take more to fetch. */
const CHUNK = 128 * 1024;
const RECOGNISE_RECORDS = 100;
const RECOGNISE_BYTES = 64 * 1024 * 1024;

type Packing = "none" | "gzip" | "zstd";
export type Delivery = { readonly path: string; readonly name: string; readonly bytes: number; readonly packing: Packing };

/** A file that can be read, and is neither a folder nor a kind of archive. Throws DomainError with what to do. */
export async function openDelivery(file: string): Promise<Delivery> {
  const found = await stat(file).catch(() => null);
  if (!found) throw new DomainError("not_found", `${file}: there is no such file.`);
  if (!found.isFile()) throw new DomainError("invalid", `${file} is not a file. Name the files of the delivery one by one.`);
  await access(file, constants.R_OK).catch(() => {
    throw new DomainError("invalid", `${file}: this account has no right to read it.`);
  });
  const handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  await handle.close();
  const magic = buffer.subarray(0, bytesRead).toString("hex");
  const packed = magic.startsWith("504b0304")
    ? "a zip archive"
    : magic.startsWith("425a68")
      ? "compressed with bzip2"
      : magic.startsWith("fd377a58")
        ? "compressed with xz"
        : null;
  if (packed) throw new DomainError("invalid", `${file} is ${packed}. Unpack it first; plain, gzip and zstd files are read.`);
  if (magic.startsWith("fffe") || magic.startsWith("feff"))
    throw new DomainError("invalid", `${file} is written in UTF-16. Convert it to UTF-8 first.`);
  return { path: file, name: path.basename(file), bytes: found.size, packing: packingOf(magic) };
}

// The first frame of zstd may be one to skip: any of sixteen magic numbers.
function packingOf(magic: string): Packing {
  if (magic.startsWith("1f8b")) return "gzip";
  return magic === "28b52ffd" || /^5.2a4d18$/.test(magic) ? "zstd" : "none";
}

/** SHA-256 of the file as delivered, compressed or not. */
export async function hashOf(delivery: Delivery, onBytes: (n: number) => void, signal?: AbortSignal): Promise<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(delivery.path, { highWaterMark: 1024 * 1024, signal })) {
    hash.update(chunk as Buffer);
    onBytes((chunk as Buffer).length);
  }
  return hash.digest();
}

export type Bytes = { readonly chunks: AsyncGenerator<Buffer>; readonly damage: () => string | null };

/**
 * The decompressed bytes of a file, without a byte order mark. A packed file that is cut off or damaged gives everything that precedes
 * the damage, and the same each time; `damage` then says what is wrong. `onBytes` counts the bytes as they lie in the file.
 */
export function bytesOf({ path: file, packing }: Delivery, onBytes: (n: number) => void = () => undefined): Bytes {
  let damage: string | null = null;
  async function* raw(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file, { highWaterMark: packing === "none" ? CHUNK : PACKED_CHUNK })) {
      onBytes((chunk as Buffer).length);
      yield chunk as Buffer;
    }
  }
  const onDamage = (what: string) => (damage = what);
  const chunks = packing === "gzip" ? inflated(raw(), onDamage) : packing === "zstd" ? unzstd(raw(), onDamage) : raw();
  return { chunks: withoutMark(chunks), damage: () => damage };
}

async function* withoutMark(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of chunks) {
    const marked = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    // The mark becomes three blanks, so that every offset stays that of the file.
    yield marked ? Buffer.concat([Buffer.from("   "), chunk.subarray(3)]) : chunk;
  }
}

// A stream that fails throws away what it still holds. Here each piece is inflated and handed on before the next is put in.
async function* inflated(pieces: AsyncGenerator<Buffer>, onDamage: (what: string) => void): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  let out: Buffer[] = [];
  let failed = false;
  gunzip.on("data", (chunk: Buffer) => out.push(chunk));
  const ended = new Promise<void>((resolve) => {
    gunzip.once("end", resolve);
    gunzip.once("error", (error: { code?: string }) => {
      failed = true;
      onDamage(
        error.code === "Z_BUF_ERROR"
          ? "the compressed file is cut off: what followed is missing"
          : "the compressed file is damaged: what followed cannot be read",
      );
      resolve();
    });
  });
  for await (const piece of pieces) {
    await Promise.race([new Promise<void>((resolve) => gunzip.write(piece, () => resolve())), ended]);
    const ready = out;
    out = [];
    yield* ready;
    if (failed) return;
  }
  gunzip.end();
  await ended;
  yield* out;
}

/**
 * The format of a file, by the first records that are laid out in a way known here; `wanted` is taken on trust. Throws DomainError where
 * none of a hundred is, and for a table whose columns are not separated by commas.
 */
export async function formatOf(delivery: Delivery, wanted: Format | "auto"): Promise<Format> {
  const seen = { records: 0, keys: [] as string[] };
  for await (const span of firstSpans(delivery)) {
    const separator = seen.records++ === 0 && span.bytes && !span.columns ? foreignSeparator(span.bytes) : null;
    if (separator)
      throw new DomainError(
        "invalid",
        `${delivery.path} is a table whose columns are separated by ${separator}. Write it with commas (RFC 4180) first.`,
      );
    if (wanted !== "auto") return readerFor(wanted).format;
    const record = tryParse(span);
    const reader = record && recognise(record);
    if (reader) return reader.format;
    if (record && seen.keys.length === 0) seen.keys = Object.keys(record).slice(0, 8);
  }
  if (wanted !== "auto" && seen.records > 0) return wanted;
  throw unknownFormat(delivery, seen.records, seen.keys);
}

async function* firstSpans(delivery: Delivery): AsyncGenerator<Span> {
  const machine = splitter(limits.bytes);
  let records = 0;
  let bytes = 0;
  for await (const chunk of bytesOf(delivery).chunks) {
    bytes += chunk.length;
    for (const span of machine.push(chunk)) {
      yield span;
      if (++records >= RECOGNISE_RECORDS) return;
    }
    if (bytes > RECOGNISE_BYTES) return;
  }
  yield* machine.end();
}

function tryParse(span: Span): Delivered | null {
  try {
    return parseRecord(span);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

function unknownFormat({ path: file }: Delivery, records: number, keys: readonly string[]): DomainError {
  if (records === 0) return new DomainError("invalid", `${file} holds no records.`);
  const names = keys.filter((key) => /^[\w.-]{1,40}$/.test(key));
  const seen = names.length ? ` Its first record has ${names.join(", ")}.` : " It is not JSON, neither one record to a line nor a list.";
  return new DomainError(
    "invalid",
    `${file} is in no format known here.${seen} Known are ${formats.slice(0, -1).join(", ")} and ${formats.at(-1)}; --format names one.`,
  );
}
