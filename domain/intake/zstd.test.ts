import { expect, test } from "vitest";
import { unzstd } from "./zstd";

// Made by the zstd program, with its checksum.
const text = "reading room ".repeat(40);
const frame = Buffer.from("KLUv/QRYpQAAaHJlYWRpbmcgcm9vbSABAPigzi8zBB0G", "base64");

function skippable(bytes: number): Buffer {
  const made = Buffer.alloc(8 + bytes, 7);
  made.writeUInt32LE(0x184d2a53, 0);
  made.writeUInt32LE(bytes, 4);
  return made;
}

async function unpack(bytes: Buffer, size = bytes.length) {
  const damage: string[] = [];
  const pieces = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();
  const out: Buffer[] = [];
  for await (const chunk of unzstd(pieces, (what) => damage.push(what))) out.push(chunk);
  return { said: Buffer.concat(out).toString(), damage };
}

test("one frame or many, with others to skip between, however the bytes are cut", async () => {
  const many = Buffer.concat([skippable(3), frame, skippable(0), frame, frame, skippable(40_000)]);
  for (const size of [1, 2, 3, 7, 64, many.length]) expect(await unpack(many, size)).toEqual({ said: text.repeat(3), damage: [] });
});

test("what is cut off, damaged or too greedy gives everything before it and says what is wrong", async () => {
  const cut = "the compressed file is cut off: what followed is missing";
  for (let length = 1; length < frame.length; length++) {
    const { said, damage } = await unpack(Buffer.concat([frame, frame.subarray(0, length)]));
    expect(said.startsWith(text)).toBe(true);
    expect(damage).toEqual([cut]);
  }
  expect(await unpack(Buffer.concat([frame, Buffer.from("no frame")]))).toEqual({
    said: text,
    damage: ["the compressed file is damaged: what followed cannot be read"],
  });
  // A window of 2 GiB, asked for in eight bytes.
  const greedy = Buffer.from("28b52ffd00a8010000", "hex");
  expect(await unpack(Buffer.concat([frame, greedy]))).toEqual({
    said: text,
    damage: [expect.stringMatching(/more than 128 MiB at once/)],
  });
});
