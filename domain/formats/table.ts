import { COMMA, NEWLINE, QUOTE } from "./bytes";
import { type Delivered, Unreadable } from "./delivered";

/** What the prompt and the output of a pair are called, most usual first. */
export const promptKeys = ["prompt", "instruction", "question", "user_query"] as const;
export const outputKeys = ["output", "response", "completion", "answer", "target_response"] as const;

const MOST_COLUMNS = 1_000;

/** The columns of a table of pairs, by its first line; null where that line is no such table's. */
export function columnsOf(line: Buffer): readonly string[] | null {
  const cells = cellsOf(line.toString("utf8").trim());
  if (!cells || cells.length < 2 || cells.length > MOST_COLUMNS) return null;
  const names = cells.map((cell) => (cell ?? "").trim());
  return names.some((name) => promptKeys.some((key) => key === name)) ? names : null;
}

/** What separates the columns of a table that is none here, as one says it: its first line names a prompt, between other signs than commas. */
export function foreignSeparator(line: Buffer): "semicolons" | "tabs" | null {
  const named = (separator: string) => {
    const names = line
      .toString("utf8")
      .split(separator)
      .map((name) => name.trim().replace(/^"|"$/g, ""));
    return names.length > 1 && names.some((name) => promptKeys.some((key) => key === name));
  };
  return named(";") ? "semicolons" : named("\t") ? "tabs" : null;
}

/**
 * One row as an object, by the names of the columns; RFC 4180, with the line breaks of quoted fields as they are. A field that is empty
 * and unquoted is null: nothing was delivered there. Throws Unreadable.
 */
export function parseRow(row: string, columns: readonly string[]): Delivered {
  const cells = cellsOf(row);
  if (!cells) throw new Unreadable("not a row of the table: a quote stands where none may");
  if (cells.length !== columns.length)
    throw new Unreadable(`not as many fields as the table has columns: ${cells.length}, and there are ${columns.length}`);
  if (new Set(columns).size !== columns.length)
    throw new Unreadable("two columns of the table have one name: which was meant cannot be known");
  return Object.fromEntries(cells.map((cell, i) => [columns[i] ?? "", cell]));
}

// Null where the quotes do not fit.
function cellsOf(row: string): (string | null)[] | null {
  const cells: (string | null)[] = [];
  let at = 0;
  do {
    if (row[at] === '"') {
      const end = endOfQuoted(row, at);
      if (end < 0 || (end < row.length && row[end] !== ",")) return null;
      cells.push(row.slice(at + 1, end - 1).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const comma = row.indexOf(",", at);
      const end = comma < 0 ? row.length : comma;
      const cell = row.slice(at, end);
      if (cell.includes('"')) return null;
      cells.push(cell === "" ? null : cell);
      at = end + 1;
    }
  } while (at <= row.length);
  return cells;
}

/** Where a quoted field that begins at `start` has ended: behind its closing quote. -1 where it never does. */
function endOfQuoted(row: string, start: number): number {
  for (let at = row.indexOf('"', start + 1); at >= 0; at = row.indexOf('"', at + 2)) if (row[at + 1] !== '"') return at + 1;
  return -1;
}

/** Where rows end, over any number of chunks: at line breaks outside of quoted fields. Bytes alone; a wrong quote is found when the row is parsed. */
export function rowEnds() {
  let quoted = false;
  let afterQuote = false;
  let fieldStart = true;
  let lines = 0;
  return {
    /** Line breaks passed since the last row ended, within quoted fields. */
    takeLines: () => {
      const passed = lines;
      lines = 0;
      return passed;
    },
    open: () => quoted && !afterQuote,
    /** The place of the line break that ends the row, looking from `from`; -1 where this chunk does not end it. */
    next(chunk: Buffer, from: number): number {
      for (let i = from; i < chunk.length; i++) {
        const byte = chunk[i];
        if (quoted && !afterQuote) {
          if (byte === QUOTE) afterQuote = true;
          else if (byte === NEWLINE) lines++;
          continue;
        }
        if (afterQuote) {
          afterQuote = false;
          if (byte === QUOTE) continue;
          quoted = false;
        }
        if (byte === NEWLINE) {
          fieldStart = true;
          return i;
        }
        if (byte === QUOTE && fieldStart) quoted = true;
        fieldStart = byte === COMMA;
      }
      return -1;
    },
  };
}
