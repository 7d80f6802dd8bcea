import fc from "fast-check";
import { expect, test } from "vitest";
import { csv, firstColumn, parseCsv } from "./csv";

const dangerous = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\tx",
  "\rx",
  "\nx",
  "\0x",
  "＝1+1",
  "＋1",
  "－1",
  "＠x",
  "'quoted",
  " =1+1",
  "\u00a0@SUM(A1)",
];

test("no cell begins with what a spreadsheet runs", () => {
  for (const value of dangerous) {
    const [cell = ""] = csv([[value, "b"]]).split(/,b\r\n$/);
    expect(cell.replace(/^"/, ""), JSON.stringify(value)).toMatch(/^'/);
  }
});

// How a spreadsheet of another country reads the same bytes: cells are parted by semicolons, quotes count at the start of a cell alone.
function cellsBy(separator: string, text: string): string[] {
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"([^${separator}\\r\\n]*)|([^${separator}\\r\\n]*))(?:[${separator}\\r\\n]|$)`, "y");
  const cells: string[] = [];
  while (cell.lastIndex < text.length) {
    const [, quoted, after = "", bare = ""] = cell.exec(text) ?? expect.fail("no cell");
    cells.push(quoted === undefined ? bare : quoted.replaceAll('""', '"') + after);
  }
  return cells;
}

test.each([",", ";", "\t"])(
  "nor does any cell of a program that parts them by %j, wherever in the text it takes one to begin",
  (separator) => {
    const word = fc.constantFrom(...dangerous, ";", "\t", ",", "\n", "\r\n", '"', '""', "x", " ", "=cmd|' /C calc'!A0", "");
    const cell = fc.array(word, { maxLength: 6 }).map((words) => words.join(""));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), (rows) => {
        for (const read of cellsBy(separator, csv(rows))) expect(read).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
      }),
      { numRuns: 2_000 },
    );
  },
);

test("what was written is read back, whatever it is", () => {
  const cell = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...dangerous, '"', ",", "\r\n", " ", ""));
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (rows) => {
      expect(parseCsv(csv(rows))).toEqual(rows);
    }),
  );
});

test("columns stay columns and quotes stay quotes", () => {
  expect(csv([["a,b", 'say "so"', "", "plain"]])).toBe('"a,b","say ""so""",,plain\r\n');
});

test("the first column of a file is read however its cells are parted and quoted", () => {
  expect(firstColumn('\uFEFFfraud,12,x\r\n"""annual report"" w/5 fraud",3\r\n\r\n"a, b";c\nbank\tloan\nlast')).toEqual([
    "fraud",
    '"annual report" w/5 fraud',
    "",
    "a, b",
    "bank",
    "last",
  ]);
});
