import { expect, test } from "vitest";
import { entryLine } from "@/domain/audit/folder";
import { readEntry, readTime } from "./entry";

const detail = '{"to": 8, "from": 1, "said": "„ß“ \\"a\\\\", "list": [1, null, {"a": true}], "part": 0.5}';
const leafOf = (detail: string) =>
  `{"v": 1, "at": "2026-03-02T09:00:00.000000Z", "id": 7, "action": "a", "detail": ${detail}, "outcome": "done"}`;
const row = {
  person: null,
  email: null,
  side: null,
  role: null,
  session: null,
  object: null,
  reason: null,
  commitment: null,
  request: null,
};
const lineOf = (leaf: string, detail: string, index = 3, at = "2026-03-02T09:00:00.000000Z") =>
  entryLine({
    ...row,
    index,
    at,
    id: "7",
    matter: null,
    action: "a",
    outcome: "done",
    detail,
    leaf: Buffer.from(leaf).toString("base64"),
  }).slice(0, -1);
const read = (line: string) => readEntry(Buffer.from(line));

test("a line as the export writes it, and the same written another way, say the same", () => {
  const line = lineOf(leafOf(detail), detail);
  const other = line.replace('"to": 8', '"to":8.0').replace("„", "\\u201e");
  expect(other).not.toBe(line);
  expect(read(other)).toEqual(read(line));
  expect(read(line)).toMatchObject({ index: 3, id: "7", differs: null, said: { detail: { from: 1, part: 0.5 } } });
});

test.each([
  ["a column that differs", lineOf(leafOf(detail), detail.replace("8", "9")), "detail"],
  ["a moment that differs", lineOf(leafOf(detail), detail, 3, "2026-03-02T09:00:00.000001Z"), "at"],
  ["a number beyond all doubles against none", lineOf(leafOf('{"n": 1e400}'), '{"n": null}'), "detail"],
])("%s is seen", (_what, line, differs) => {
  expect(read(line).differs).toBe(differs);
});

test.each([
  ["a column twice", lineOf(leafOf(detail), detail).replace('"index":3,', '"index":3,"reason":null,')],
  ["a key twice in a detail", lineOf(leafOf('{"a": 1, "a": 2}'), '{"a": 2}')],
  ["a key twice in a column", lineOf(leafOf('{"a": 2}'), '{"a": 1, "a": 2}')],
  ["a key twice beside an escaped quote", lineOf(leafOf('{"a": "\\"", "a": "\\""}'), '{"a": "\\""}')],
  ["a column more", lineOf(leafOf(detail), detail).replace('"index":3,', '"index":3,"more":null,')],
  ["a number too large", lineOf(leafOf('{"a": 9007199254740993}'), '{"a": 9007199254740993}')],
  ["half a letter", lineOf(leafOf('{"n": 1e400}'), '{"n": \ud800}')],
  ["something after the line", `${lineOf(leafOf(detail), detail)} {}`],
])("%s is no entry", (_what, line) => {
  expect(() => read(line)).toThrow();
});

test.each([
  "2026-02-29T00:00:00Z",
  "2026-03-02T24:00:00Z",
  "2026-03-02T09:60:00Z",
  "2026-03-02T09:00:60Z",
  "2026-13-01T00:00:00Z",
  "2026-03-02 09:00:00Z",
  "",
])("%s is no moment", (text) => {
  expect(() => readTime(text)).toThrow("a time that is none");
  expect(readTime("2026-03-02T09:00:59.5Z") - readTime("2026-03-02T09:00:00Z")).toBe(59_500_000);
});
