// A ZIP archive that is made while it is sent (PKWARE APPNOTE 6.3): deflated, in UTF-8, with sizes of 64 bits, which stand after each file.
import { crc32, createDeflateRaw } from "node:zlib";

type Piece = string | Uint8Array;
export type ZipFile = { readonly name: string; readonly pieces: AsyncIterable<Piece> };

const VERSION = 45;
const FLAGS = 0x0808; // sizes come after, names are UTF-8
const DEFLATE = 8;
const FULL = 0xffffffff;

/** The bytes of an archive of these files, each read once, in turn. */
export async function* zipOf(files: AsyncIterable<ZipFile> | Iterable<ZipFile>, at: Date): AsyncGenerator<Uint8Array> {
  const listed: Buffer[] = [];
  let offset = 0n;
  const stamp = dosTime(at);
  for await (const { name, pieces } of files) {
    const named = Buffer.from(name);
    const head = Buffer.concat([
      words([4, 0x04034b50], [2, VERSION], [2, FLAGS], [2, DEFLATE], [4, stamp], [4, 0], [4, FULL], [4, FULL]),
      words([2, named.length], [2, 20]),
      named,
      words([2, 1], [2, 16], [8, 0n], [8, 0n]),
    ]);
    yield head;
    const sum = { crc: 0, plain: 0n, packed: 0n };
    for await (const packed of deflated(pieces, sum)) yield packed;
    yield words([4, 0x08074b50], [4, sum.crc], [8, sum.packed], [8, sum.plain]);
    const fixed = words(
      [4, 0x02014b50],
      [2, VERSION],
      [2, VERSION],
      [2, FLAGS],
      [2, DEFLATE],
      [4, stamp],
      [4, sum.crc],
      [4, FULL],
      [4, FULL],
    );
    const more = words([2, named.length], [2, 28], [2, 0], [2, 0], [2, 0], [4, 0], [4, FULL]);
    listed.push(Buffer.concat([fixed, more, named, words([2, 1], [2, 24], [8, sum.plain], [8, sum.packed], [8, offset])]));
    offset += BigInt(head.length) + sum.packed + 24n;
  }
  const directory = Buffer.concat(listed);
  yield directory;
  const count = BigInt(listed.length);
  const size = BigInt(directory.length);
  yield words([4, 0x06064b50], [8, 44n], [2, VERSION], [2, VERSION], [4, 0], [4, 0], [8, count], [8, count], [8, size], [8, offset]);
  yield words([4, 0x07064b50], [4, 0], [8, offset + size], [4, 1]);
  yield words([4, 0x06054b50], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, FULL], [4, FULL], [2, 0]);
}

async function* deflated(pieces: AsyncIterable<Piece>, sum: { crc: number; plain: bigint; packed: bigint }): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw();
  const feeding = (async () => {
    for await (const piece of pieces) {
      const bytes = Buffer.from(piece);
      sum.crc = crc32(bytes, sum.crc);
      sum.plain += BigInt(bytes.length);
      if (!deflate.write(bytes))
        await Promise.race(["drain", "close"].map((event) => new Promise((resolve) => deflate.once(event, resolve))));
      if (deflate.destroyed) return; // nobody reads on
    }
    deflate.end();
  })().catch((error: Error) => void deflate.destroy(error));
  for await (const packed of deflate as AsyncIterable<Buffer>) {
    sum.packed += BigInt(packed.length);
    yield packed;
  }
  await feeding;
}

function words(...said: readonly (readonly [2 | 4, number] | readonly [8, bigint])[]): Buffer {
  const bytes = Buffer.alloc(said.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of said) {
    if (width === 8) bytes.writeBigUInt64LE(value, at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}

// Two seconds apart, without a time zone, from 1980: it is UTC here, so that the same archive is made anywhere.
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return date * 0x10000 + time;
}
