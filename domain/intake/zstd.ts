import { Decompress } from "fzstd";

/** What a frame may ask to be kept at hand while it is unpacked: what the zstd program itself allows without being told otherwise. */
const WINDOW = 128 * 1024 * 1024;
const PIECE = 16 * 1024;

export class Damaged extends Error {}

/**
 * The content of a file packed by zstd, frame after frame, each block handed on as soon as it is unpacked. Where the file is cut off or
 * damaged, or asks for more memory than it may, everything before that place comes out, the same each time, and `onDamage` hears what is wrong.
 */
export async function* unzstd(pieces: AsyncIterable<Buffer>, onDamage: (what: string) => void): AsyncGenerator<Buffer> {
  let out: Buffer[] = [];
  const unpack = new Decompress((block) => out.push(Buffer.from(block)));
  const walk = walker();
  const taken = () => {
    const ready = out;
    out = [];
    return ready;
  };
  try {
    for await (const large of pieces)
      for (let at = 0; at < large.length; at += PIECE) {
        const piece = large.subarray(at, at + PIECE);
        const sound = walk.push(piece);
        unpack.push(piece.subarray(0, sound));
        yield* taken();
        if (sound < piece.length) throw walk.fault();
      }
    if (!walk.between()) throw new Damaged("the compressed file is cut off: what followed is missing");
  } catch (error) {
    yield* taken();
    onDamage(error instanceof Damaged ? error.message : "the compressed file is damaged: what followed cannot be read");
  }
}

/**
 * Follows the frames and blocks of the format without unpacking them, ahead of the unpacker: that takes whatever memory a frame asks for,
 * and does not say whether it was given everything.
 */
function walker() {
  const steps = frames();
  let wanted = Number(steps.next().value);
  let held = Buffer.alloc(0);
  let skip = 0;
  let atFrame = true;
  let fault: unknown;
  return {
    between: () => atFrame && held.length === 0 && skip === 0,
    fault: () => fault,
    /** How much of the piece may be unpacked: all of it, or up to the frame that is at fault. */
    push(piece: Buffer): number {
      let at = 0;
      let frame = 0;
      while (at < piece.length) {
        if (skip > 0) {
          const passed = Math.min(skip, piece.length - at);
          skip -= passed;
          at += passed;
          continue;
        }
        if (atFrame && held.length === 0) frame = at;
        const more = piece.subarray(at, at + wanted - held.length);
        at += more.length;
        held = Buffer.concat([held, more]);
        if (held.length < wanted) break;
        try {
          const step = steps.next(held).value ?? 4;
          held = Buffer.alloc(0);
          [skip, wanted, atFrame] = typeof step === "number" ? [0, step, false] : step;
        } catch (error) {
          fault = error;
          return frame;
        }
      }
      return piece.length;
    },
  };
}

/** So many bytes to skip, and then to read; whether a frame begins there. */
type Step = number | [skip: number, read: number, frame: boolean];

function* frames(): Generator<Step, undefined, Buffer> {
  let head = yield 4;
  for (;;) {
    const magic = head.readUInt32LE();
    if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
      const size = (yield 4).readUInt32LE();
      head = yield [size, 4, true];
      continue;
    }
    if (magic !== 0xfd2fb528) throw new Damaged("the compressed file is damaged: what followed cannot be read");
    const descriptor = (yield 1).readUInt8();
    const single = (descriptor >> 5) & 1;
    const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
    const sizeBytes = [single, 2, 4, 8][descriptor >> 6] ?? 0;
    const rest = yield 1 - single + dictionary + sizeBytes;
    if (dictionary > 0 && rest.subarray(1 - single, 1 - single + dictionary).some((byte) => byte !== 0))
      throw new Damaged("the compressed file needs a dictionary that was not delivered");
    if (windowOf(rest, single === 1, 1 - single + dictionary, sizeBytes) > WINDOW)
      throw new Damaged(`the compressed file asks for more than ${WINDOW / 2 ** 20} MiB at once: pack it without --long`);
    for (let last = false, skip = 0; !last; ) {
      const block = (yield [skip, 3, false]).readUIntLE(0, 3);
      last = (block & 1) === 1;
      // A run of one byte is written once, whatever its length.
      skip = ((block >> 1) & 3) === 1 ? 1 : block >> 3;
      if (last) head = yield [skip + (descriptor & 4 ? 4 : 0), 4, true];
    }
  }
}

function windowOf(rest: Buffer, single: boolean, at: number, sizeBytes: number): number {
  if (!single) {
    const base = 2 ** (10 + ((rest[0] ?? 0) >> 3));
    return base + (base / 8) * ((rest[0] ?? 0) & 7);
  }
  if (sizeBytes === 8) return Number(rest.readBigUInt64LE(at));
  return rest.readUIntLE(at, sizeBytes) + (sizeBytes === 2 ? 256 : 0);
}
