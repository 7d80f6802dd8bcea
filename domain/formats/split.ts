import { BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COMMA, isBlank, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE } from "./bytes";
import { HEAD_BYTES, layoutOf } from "./layout";
import { columnsOf, rowEnds } from "./table";

/** A record as it lies in the file. `bytes` is null where it is longer than the limit; `fault` says what is wrong with its boundary. */
export type Span = {
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly bytes: Buffer | null;
  readonly fault?: string;
  /** In a table: what its columns are called. */
  readonly columns?: readonly string[];
};

export type Splitter = {
  /** The records that end within this chunk. */
  readonly push: (chunk: Buffer) => Generator<Span>;
  /** What is left when the file has ended. */
  readonly end: () => Generator<Span>;
};

/**
 * Finds the records of a file in its bytes: one to a line, or the elements of one list, or whole documents one after another, or the rows
 * of a table below its first. Decides
 * which by the beginning of the file. Never holds more than `limit` bytes of a record, whatever its length, and never parses.
 * Empty lines are no records. The same bytes give the same records, however they are cut into chunks.
 */
export function splitter(limit: number): Splitter {
  let head: Buffer = Buffer.alloc(0);
  let chosen: Splitter | undefined;
  function* choose(ended: boolean): Generator<Span> {
    const layout = layoutOf(head, ended || head.length >= HEAD_BYTES);
    if (!layout) return;
    chosen = layout === "lines" ? lines(limit) : layout === "table" ? rows(limit) : structure(limit, layout === "list" ? 1 : 0);
    yield* chosen.push(head);
    head = Buffer.alloc(0);
  }
  return {
    *push(chunk) {
      if (chosen) return yield* chosen.push(chunk);
      head = Buffer.concat([head, chunk]);
      yield* choose(false);
    },
    *end() {
      if (!chosen) yield* choose(true);
      if (chosen) yield* chosen.end();
    },
  };
}

/** The bytes of the record that is being read; forgotten, but still counted, beyond the limit. */
function gathering(limit: number) {
  let pieces: Buffer[] = [];
  let length = 0;
  return {
    add(piece: Buffer) {
      length += piece.length;
      if (length <= limit) pieces.push(piece);
      else pieces = [];
    },
    take(): { bytes: Buffer | null; byteLength: number } {
      const taken = {
        bytes: length > limit ? null : pieces.length === 1 ? (pieces[0] ?? null) : Buffer.concat(pieces),
        byteLength: length,
      };
      pieces = [];
      length = 0;
      return taken;
    },
  };
}

function lines(limit: number, start = { line: 1, offset: 0 }): Splitter {
  let { line, offset } = start;
  const record = gathering(limit);
  function* finish(): Generator<Span> {
    const { bytes, byteLength } = record.take();
    const trimmed = bytes && trim(bytes);
    if (!bytes) yield { line, byteOffset: offset, byteLength, bytes: null };
    else if (trimmed?.length)
      yield { line, byteOffset: offset + (trimmed.byteOffset - bytes.byteOffset), byteLength: trimmed.length, bytes: trimmed };
    offset += byteLength + 1;
    line++;
  }
  return {
    *push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        record.add(chunk.subarray(from, at));
        yield* finish();
        from = at + 1;
      }
      record.add(chunk.subarray(from));
    },
    end: finish,
  };
}

/** The rows of a table; the first names the columns and is no record. A quoted field may go over many lines. */
function rows(limit: number): Splitter {
  const ends = rowEnds();
  const record = gathering(limit);
  let columns: readonly string[] | undefined;
  let offset = 0;
  let line = 1;
  function* finish(fault?: string): Generator<Span> {
    const { bytes, byteLength } = record.take();
    const row = bytes?.at(-1) === 13 ? bytes.subarray(0, -1) : bytes;
    if (!columns) columns = (row && columnsOf(row)) ?? [];
    else if (!row || row.length > 0)
      yield { line, byteOffset: offset, byteLength: row?.length ?? byteLength, bytes: row, columns, ...(fault && { fault }) };
    offset += byteLength + 1;
    line += ends.takeLines() + 1;
  }
  return {
    *push(chunk) {
      let from = 0;
      for (let at = ends.next(chunk, 0); at >= 0; at = ends.next(chunk, from)) {
        record.add(chunk.subarray(from, at));
        yield* finish();
        from = at + 1;
      }
      record.add(chunk.subarray(from));
    },
    end: () => finish(ends.open() ? "a quote is never closed: where its row ends cannot be known" : undefined),
  };
}

function trim(bytes: Buffer): Buffer {
  let from = 0;
  let to = bytes.length;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  return bytes.subarray(from, to);
}

/**
 * Elements of a list (base 1) or documents (base 0), by brackets outside of strings. Where an element is broken so that its end
 * cannot be seen, the next one is found again if the file has each of them begin at the same column of a line.
 */
function structure(limit: number, base: 0 | 1): Splitter {
  const record = gathering(limit);
  let offset = 0;
  let line = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;
  let began: { line: number; offset: number } | null = null;
  let column = 0; // blanks since the line began; -1 once something else stood on it
  let elementColumn = -1; // where elements begin, once the first has shown it
  let flat = false; // what is inside elements is not indented: columns say nothing
  let previous = 0;
  let after: Splitter | undefined;

  function* finish(tail: Buffer, fault?: string): Generator<Span> {
    record.add(tail);
    const { bytes, byteLength } = record.take();
    const trimmed = bytes && trim(bytes);
    if (began)
      yield {
        line: began.line,
        byteOffset: began.offset,
        byteLength: trimmed?.length ?? byteLength,
        bytes: trimmed,
        ...(fault && { fault }),
      };
    began = null;
  }
  function begin(at: number) {
    began = { line, offset: offset + at };
    if (elementColumn < 0) elementColumn = column;
  }
  const isNextElement = (byte: number) =>
    began !== null && byte === OPEN_OBJECT && !flat && base === 1 && column >= 0 && column === elementColumn && previous === COMMA;

  function* push(chunk: Buffer): Generator<Span> {
    if (after) return yield* after.push(chunk);
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (byte === NEWLINE) {
        line++;
        column = 0;
        // JSON has no line break inside a string: this record is broken, but the next need not be.
        if (inString) previous = COMMA;
        inString = false;
        escaped = false;
        continue;
      }
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (byte === 32 || byte === 9 || byte === 13) {
        if (column >= 0) column++;
        continue;
      }
      if (base === 1 && depth === 0) {
        if (byte === OPEN_LIST) {
          depth = 1;
          column = -1;
          continue;
        }
        after = lines(limit, { line, offset: offset + i });
        return yield* after.push(chunk.subarray(i));
      }
      if (depth > base && isNextElement(byte)) {
        yield* finish(chunk.subarray(from, i), "not valid JSON: a bracket is missing");
        depth = base;
      } else if (began && column >= 0 && column <= elementColumn && depth > base && byte === QUOTE) flat = true;
      const separates = depth === base && (byte === COMMA || (base === 1 && byte === CLOSE_LIST));
      if (separates) {
        if (began) yield* finish(chunk.subarray(from, i));
        if (byte === CLOSE_LIST) depth = 0;
      } else {
        if (!began) {
          begin(i);
          from = i;
        }
        if (byte === QUOTE) inString = true;
        else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth++;
        else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && depth > base) {
          depth--;
          if (base === 0 && depth === 0) yield* finish(chunk.subarray(from, i + 1));
        }
      }
      column = -1;
      previous = byte;
    }
    if (began) record.add(chunk.subarray(from));
    offset += chunk.length;
  }

  return {
    push,
    *end() {
      if (after) return yield* after.end();
      const open = base === 1 && depth > 0;
      if (began) yield* finish(Buffer.alloc(0), depth > base || inString ? "the file ends within this record" : undefined);
      if (open)
        yield { line, byteOffset: offset, byteLength: 0, bytes: null, fault: "the list is never closed: the file may have been cut off" };
    },
  };
}
