import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Span, splitter } from "./split";

function split(text: string | Buffer, chunk = 7, limit = 1000): Span[] {
  const bytes = Buffer.from(text);
  const machine = splitter(limit);
  const found: Span[] = [];
  for (let i = 0; i < bytes.length; i += chunk) found.push(...machine.push(bytes.subarray(i, i + chunk)));
  return [...found, ...machine.end()];
}
const texts = (spans: Span[]) => spans.map(({ bytes }) => bytes?.toString() ?? null);

test("a record lies exactly where its place says, in lines, lists and documents, however the bytes are cut", async () => {
  const value = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
  const layouts = {
    lines: (all: unknown[]) => all.map((one) => `${JSON.stringify(one)}\r\n`).join("\n"),
    list: (all: unknown[]) => JSON.stringify(all),
    "list over many lines": (all: unknown[]) => `\n${JSON.stringify(all, null, 2)}\n`,
    "list with a tab": (all: unknown[]) => JSON.stringify(all, null, "\t"),
    "one document": (all: unknown[]) => all.map((one) => JSON.stringify({ a: [], one }, null, 4)).join("\n"),
  };
  await fc.assert(
    fc.property(
      fc.array(value, { minLength: 1 }),
      fc.constantFrom(...(Object.keys(layouts) as (keyof typeof layouts)[])),
      fc.integer({ min: 1, max: 50 }),
      (all, layout, chunk) => {
        const file = Buffer.from(layouts[layout](all));
        const spans = split(file, chunk, 100_000);
        const parsed = spans.map(({ bytes }) => JSON.parse(String(bytes)));
        expect(parsed).toEqual(JSON.parse(JSON.stringify(layout === "one document" ? all.map((one) => ({ a: [], one })) : all)));
        for (const { byteOffset, byteLength, bytes, line } of spans) {
          expect(file.subarray(byteOffset, byteOffset + byteLength)).toEqual(bytes);
          expect(file.subarray(0, byteOffset).toString("latin1").split("\n").length).toBe(line);
        }
      },
    ),
  );
});

test("a broken first line does not hide the lines after it", () => {
  expect(texts(split('{"a":[\n{"b":1}\n{"c":2}'))).toEqual(['{"a":[', '{"b":1}', '{"c":2}']);
  expect(texts(split('{"a":"b\n{"b":1}\n\n  \ngarbage'))).toEqual(['{"a":"b', '{"b":1}', "garbage"]);
});

test("a broken element of a list, one to a line, does not hide the elements after it", () => {
  expect(texts(split('[\n {"a":{"b":1},\n {"b":2},\n {"c":"x},\n {"d":4}\n]'))).toEqual([
    '{"a":{"b":1},',
    '{"b":2}',
    '{"c":"x},',
    '{"d":4}',
  ]);
});

test("a list without indentation is not torn at its inner objects", () => {
  const list = '[\n{\n"turns": [\n{\n"role": 1\n},\n{\n"role": 2\n}\n]\n},\n{\n"turns": []\n}\n]';
  expect(split(list).map(({ bytes }) => JSON.parse(String(bytes)))).toEqual(JSON.parse(list));
});

test("a record beyond the limit is counted, not kept, and the next one is found", () => {
  const long = `{"a":"${"x".repeat(5000)}"}`;
  for (const file of [`${long}\n{"b":1}\n`, `[${long},{"b":1}]`]) {
    const [first, second] = split(file, 100);
    expect(first).toMatchObject({ bytes: null, byteLength: long.length });
    expect(String(second?.bytes)).toBe('{"b":1}');
  }
});

test("a list that breaks off says so, and what follows a closed list is not lost", () => {
  expect(split('[{"a":1},{"b":2').map(({ fault }) => fault)).toEqual([
    undefined,
    "the file ends within this record",
    "the list is never closed: the file may have been cut off",
  ]);
  expect(texts(split('[{"a":1}] rest\n{"b":2}'))).toEqual(['{"a":1}', "rest", '{"b":2}']);
  expect(texts(split("[]"))).toEqual([]);
  expect(texts(split(""))).toEqual([]);
});

test("a row of a table lies exactly where its place says, with line breaks in its fields, however the bytes are cut", async () => {
  const field = fc
    .string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r\n", "é", "中") })
    .map((text) => `"${text.replaceAll('"', '""')}"`);
  const row = fc.tuple(field, fc.oneof(field, fc.constant(""), fc.constant("plain"))).map((cells) => cells.join(","));
  await fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      (rows, newline, last, size) => {
        const bytes = Buffer.from(`prompt,output${newline}${rows.join(newline)}${last ? newline : ""}`);
        const machine = splitter(1_000_000);
        const spans = [];
        for (let at = 0; at < bytes.length; at += size) spans.push(...machine.push(bytes.subarray(at, at + size)));
        spans.push(...machine.end());
        expect(spans.map((span) => span.bytes?.toString())).toEqual(rows);
        for (const { byteOffset, byteLength, line, columns, bytes: own } of spans) {
          expect(bytes.subarray(byteOffset, byteOffset + byteLength)).toEqual(own);
          expect(line).toBe(bytes.subarray(0, byteOffset).toString().split("\n").length);
          expect(columns).toEqual(["prompt", "output"]);
        }
      },
    ),
  );
});

test("a quote that is never closed takes what follows it along, and says so; rows before it are whole", () => {
  const machine = splitter(1_000_000);
  const spans = [...machine.push(Buffer.from('prompt,output\na,b\n"c,d\ne,f\n')), ...machine.end()];
  expect(spans.map(({ line, fault }) => [line, fault])).toEqual([
    [2, undefined],
    [3, "a quote is never closed: where its row ends cannot be known"],
  ]);
});
