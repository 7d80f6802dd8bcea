import * as fc from "fast-check";
import { expect, test } from "vitest";
import { binaryRows } from "./rows";

/** What PostgreSQL would read: fields of rows, NULL where there is nothing. */
function read(blocks: readonly Uint8Array[]): (Buffer | null)[][] {
  const all = Buffer.concat(blocks);
  expect(all.subarray(0, 11).toString("latin1")).toBe("PGCOPY\n\xff\r\n\0");
  const rows: (Buffer | null)[][] = [];
  let at = 19;
  for (let columns = all.readInt16BE(at); columns >= 0; columns = all.readInt16BE(at)) {
    at += 2;
    rows.push(
      Array.from({ length: columns }, () => {
        const length = all.readInt32BE(at);
        at += 4 + Math.max(length, 0);
        return length < 0 ? null : all.subarray(at - length, at);
      }),
    );
  }
  expect(at + 2).toBe(all.length);
  return rows;
}

test("a text arrives as it was, whatever its length and wherever a block ends", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .tuple(fc.constantFrom("a", "é", "語", "😀", "a😀", "語a😀"), fc.nat({ max: 100_000 }), fc.string())
      .map(([sign, times, before]) => before.toWellFormed() + sign.repeat(times)),
  );
  await fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 4 }), (pairs) => {
      const rows = binaryRows();
      const blocks: Uint8Array[] = [];
      for (const [a, b] of pairs) {
        rows.begin(3);
        rows.text(a.toWellFormed());
        rows.none();
        rows.jsonb(b.toWellFormed());
        blocks.push(...rows.take());
      }
      blocks.push(...rows.end());
      expect(blocks.every(({ length }) => length <= 256 * 1024)).toBe(true);
      const said = read(blocks).map(([a, none, b]) => [a?.toString("utf8"), none, b?.[0], b?.subarray(1).toString("utf8")]);
      expect(said).toEqual(pairs.map(([a, b]) => [a.toWellFormed(), null, 1, b.toWellFormed()]));
    }),
    { numRuns: 15 },
  );
});

test("numbers and moments arrive as PostgreSQL counts them, before the year 2000 as well", () => {
  const rows = binaryRows();
  rows.begin(8);
  rows.int2(-3);
  rows.int4(2_147_483_647);
  rows.int8(9_007_199_254_740_991);
  rows.moment("2023-12-01T10:11:12.345Z");
  rows.moment("1990-01-01T00:00:00.001Z");
  rows.moment("2023-02-27T23:59:59.999999Z");
  rows.moment("1969-12-31T23:59:59.999001Z");
  rows.moment(null);
  const [row = []] = read(rows.end());
  expect([row[0]?.readInt16BE(), row[1]?.readInt32BE(), row[2]?.readBigInt64BE()]).toEqual([-3, 2_147_483_647, 9_007_199_254_740_991n]);
  const micros = (iso: string) => BigInt(Date.parse(iso) - Date.UTC(2000, 0, 1)) * 1000n;
  expect([row[3]?.readBigInt64BE(), row[4]?.readBigInt64BE()]).toEqual([
    micros("2023-12-01T10:11:12.345Z"),
    micros("1990-01-01T00:00:00.001Z"),
  ]);
  expect([row[5]?.readBigInt64BE(), row[6]?.readBigInt64BE()]).toEqual([
    micros("2023-02-28T00:00:00Z") - 1n,
    micros("1970-01-01T00:00:00Z") - 999n,
  ]);
  expect(row[7]).toBeNull();
  expect(() => rows.int4(2 ** 31)).toThrow(RangeError);
});
