import fc from "fast-check";
import { expect, test } from "vitest";
import { csv, firstColumn, parseCsv } from "./csv";

const dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", "＝1+1", "＋1", "－1", "＠x", "'quoted"];

test("no cell begins with what a spreadsheet runs", () => {
  for (const value of dangerous) {
    const [cell = ""] = csv([[value, "b"]]).split(/,b\r\n$/);
    expect(cell.replace(/^"/, ""), JSON.stringify(value)).toMatch(/^'/);
  }
});

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
