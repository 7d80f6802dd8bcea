/** Rows leave in blocks of this size: long messages of the protocol are few, and a block changes hands between threads without being copied. */
const BLOCK = 256 * 1024;
/** What is left of a block when a long text goes on in the next one. */
const REST = 1024;
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
/** PostgreSQL counts microseconds from the year 2000. */
const EPOCH = Date.UTC(2000, 0, 1);

/** As long as a moment in UTC is that ends with its milliseconds. */
const MILLISECONDS = "2000-01-01T00:00:00.000Z".length;

/** Rows of COPY … FROM STDIN (FORMAT binary): the values of one after the other, each row begun with the number of its columns. */
export type Rows = ReturnType<typeof binaryRows>;

/**
 * Writes values as PostgreSQL receives them, into blocks of memory of their own. Texts are encoded once, to where they stay, and nothing is escaped;
 * the server spends a fifth less on them than on lines of text. Every text has to be well formed and without U+0000.
 */
export function binaryRows() {
  let blocks: Uint8Array[] = [];
  let block = Buffer.allocUnsafeSlow(BLOCK);
  let at = SIGNATURE.copy(block);
  const flush = () => {
    if (at > 0) blocks.push(block.subarray(0, at));
    block = Buffer.allocUnsafeSlow(BLOCK);
    at = 0;
  };
  const reserve = (bytes: number) => {
    if (BLOCK - at < bytes) flush();
  };
  const int2 = (value: number) => (at = block.writeInt16BE(value, at));
  const int4 = (value: number) => (at = block.writeInt32BE(value, at));
  const int8 = (value: number) => {
    reserve(12);
    int4(8);
    const high = Math.floor(value / 2 ** 32);
    int4(high);
    at = block.writeUInt32BE(value - high * 2 ** 32, at);
  };
  // Cut only where no pair of surrogates is: halves would be written as signs that nobody wrote.
  const spill = (text: string) => {
    for (let from = 0; from < text.length; ) {
      reserve(REST);
      let to = Math.min(text.length, from + Math.floor((BLOCK - at) / 3));
      if (to < text.length && (text.charCodeAt(to - 1) & 0xfc00) === 0xd800) to--;
      at += block.write(text.slice(from, to), at);
      from = to;
    }
  };
  const write = (text: string, before: number) => {
    if (4 + before + text.length * 3 <= BLOCK - at) {
      const start = at + 4 + before;
      if (before > 0) block[at + 4] = 1;
      const length = block.write(text, start);
      block.writeInt32BE(before + length, at);
      at = start + length;
      return;
    }
    reserve(REST);
    int4(before + Buffer.byteLength(text));
    if (before > 0) block[at++] = 1;
    spill(text);
  };
  return {
    begin(columns: number) {
      reserve(REST);
      int2(columns);
    },
    /** NULL in so many columns. */
    none(columns = 1) {
      reserve(columns * 4);
      for (let i = 0; i < columns; i++) int4(-1);
    },
    int2(value: number) {
      reserve(6);
      int4(2);
      int2(value);
    },
    int4(value: number) {
      reserve(8);
      int4(4);
      int4(value);
    },
    int8,
    /** A moment in ISO 8601, as timestamptz: to the microsecond, where a Date ends at the millisecond. */
    moment(value: string | null) {
      if (value === null) this.none();
      else int8((Date.parse(value) - EPOCH) * 1000 + (value.length > MILLISECONDS ? beyondMilliseconds(value) : 0));
    },
    bytea(value: Uint8Array) {
      if (value.length > BLOCK - REST) throw new RangeError("more bytes than a block has");
      reserve(4 + value.length);
      int4(value.length);
      block.set(value, at);
      at += value.length;
    },
    text(value: string | null) {
      if (value === null) this.none();
      else write(value, 0);
    },
    /** A document of jsonb, as text behind the number of the format. */
    jsonb(value: string | null) {
      if (value === null) this.none();
      else write(value, 1);
    },
    /** The blocks that are full; they are the caller's from here on. */
    take(): readonly Uint8Array[] {
      const full = blocks;
      blocks = [];
      return full;
    },
    /** The last blocks, with the sign that no row follows. */
    end(): readonly Uint8Array[] {
      reserve(2);
      int2(-1);
      flush();
      return this.take();
    },
  };
}

function beyondMilliseconds(moment: string): number {
  return Math.round(Number(`0.${/\.\d{3}(\d+)/.exec(moment)?.[1] ?? 0}`) * 1000);
}
