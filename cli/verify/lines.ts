import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** No line of an export is longer: a leaf has at most 64 KiB, and a line says it twice. */
const LONGEST = 1 << 20;

/**
 * The lines of a file, without their ends, as many at once as came from the disk; returns the SHA-256 of the whole in hexadecimal.
 * Throws an Error for a last line without an end and for one that is too long, after the lines before it.
 */
export async function* batchesOf(file: string): AsyncGenerator<readonly Buffer[], string> {
  const hash = createHash("sha256");
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(piece);
    const bytes = rest.length ? Buffer.concat([rest, piece]) : piece;
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0 && end - from <= LONGEST; end = bytes.indexOf(10, from)) {
      lines.push(bytes.subarray(from, end));
      from = end + 1;
    }
    yield lines;
    rest = bytes.subarray(from);
    if (rest.length > LONGEST) throw new Error("a line that is too long");
  }
  if (rest.length) throw new Error("a last line without an end");
  return hash.digest("hex");
}

/** The same, one line after the other. */
export async function* linesOf(file: string): AsyncGenerator<Buffer, string> {
  const batches = batchesOf(file);
  for (;;) {
    const batch = await batches.next();
    if (batch.done) return batch.value;
    yield* batch.value;
  }
}
