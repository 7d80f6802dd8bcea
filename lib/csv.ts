// What a spreadsheet takes for a formula, at the start of a cell: OWASP's list, with the full-width forms that some programs fold into it and the
// spaces that some take away before they look.
const formula = /^(?:['\t\r\n\0]|\s*[=+\-@＝＋－＠])/u;
// Where a program that parts cells by semicolons or tabs, and so does not see our quotes, would begin one within ours.
const begins = /(?<=[;\t\r\n])(?='|(?:"|[^\S\t\r\n])*[=+\-@＝＋－＠])/gu;

/**
 * Rows as CSV (RFC 4180, CRLF). Whatever a spreadsheet might run begins with an apostrophe, which a spreadsheet takes for "this is text":
 * at the start of a cell, and after what other programs part cells by. What begins with one already gets one more, so that parseCsv gives
 * back exactly what went in.
 */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

function cellOf(value: string): string {
  const inert = (formula.test(value) ? `'${value}` : value).replace(begins, "'");
  return /[",;\t\r\n]/.test(inert) || inert !== inert.trim() ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** What `csv` wrote, as it was. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) throw new Error("This is not CSV as this program writes it.");
    const [, quoted, bare = "", end] = found;
    const value = quoted?.replaceAll('""', '"') ?? bare;
    row.push(value.replace(/(^|[;\t\r\n])'/g, "$1"));
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The first cell of every row of a CSV file as anybody may have written it, with commas, semicolons or tabs between; an empty one where a row has none. */
export function firstColumn(text: string): string[] {
  const rows = text.replace(/^\uFEFF/, "").matchAll(/(?:"((?:[^"]|"")*)"|([^",;\t\r\n]*))([^\r\n]*)(?:\r\n|\n|\r|$)/g);
  const cells = [...rows].filter(({ 0: row }) => row !== "").map(([, quoted, bare = ""]) => quoted?.replaceAll('""', '"') ?? bare);
  return cells;
}
