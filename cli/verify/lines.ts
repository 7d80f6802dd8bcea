import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** No line of an export is longer: a leaf has at most 64 KiB, and a line says it twice. */
const LONGEST = 1 << 20;

/**
 * The lines of a file, without their ends, one after the other in little memory; returns the SHA-256 of the whole in hexadecimal.
 * Throws an Error for a last line without an end and for one that is too long.
 */
export async function* linesOf(file: string): AsyncGenerator<Buffer, string> {
  const hash = createHash("sha256");
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(piece);
    const bytes = rest.length ? Buffer.concat([rest, piece]) : piece;
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      if (end - from > LONGEST) throw new Error("a line that is too long");
      yield bytes.subarray(from, end);
      from = end + 1;
    }
    rest = bytes.subarray(from);
    if (rest.length > LONGEST) throw new Error("a line that is too long");
  }
  if (rest.length) throw new Error("a last line without an end");
  return hash.digest("hex");
}
