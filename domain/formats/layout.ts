import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, isBlank, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE } from "./bytes";
import { columnsOf } from "./table";

/** How much of a file is looked at, at most, to see how its records are divided. */
export const HEAD_BYTES = 1024 * 1024;

/**
 * How the records of a file are divided, by its beginning; null where more of it is needed to tell. A list begins with a bracket. An
 * object that is still open at the end of its line, and goes on as an object does, is a document laid out over many lines; anything
 * else is one record to a line, the broken first line of such a file included. A line that names a prompt among columns begins a table.
 */
export function layoutOf(head: Buffer, ended: boolean): "lines" | "list" | "documents" | "table" | null {
  const start = head.findIndex((byte) => !isBlank(byte));
  if (start < 0) return ended ? "lines" : null;
  if (head[start] === OPEN_LIST) return "list";
  if (head[start] !== OPEN_OBJECT) return isTable(head, start, ended);
  const newline = head.indexOf(NEWLINE, start);
  if (newline < 0) return ended ? "lines" : null;
  if (isClosed(head.subarray(start, newline))) return "lines";
  const next = head.subarray(newline + 1).findIndex((byte) => !isBlank(byte));
  if (next < 0) return ended ? "lines" : null;
  return next === 0 && head[newline + 1] === OPEN_OBJECT ? "lines" : "documents";
}

function isTable(head: Buffer, start: number, ended: boolean): "table" | "lines" | null {
  const newline = head.indexOf(NEWLINE, start);
  if (newline < 0 && !ended) return null;
  return columnsOf(head.subarray(start, newline < 0 ? head.length : newline)) ? "table" : "lines";
}

// Closed, or broken off within a string: JSON has no line break inside one.
function isClosed(line: Buffer): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < line.length; i++) {
    const byte = line[i];
    if (inString && byte === BACKSLASH) i++;
    else if (byte === QUOTE) inString = !inString;
    else if (!inString && (byte === OPEN_LIST || byte === OPEN_OBJECT)) depth++;
    else if (!inString && (byte === CLOSE_LIST || byte === CLOSE_OBJECT)) depth--;
  }
  return inString || depth <= 0;
}
