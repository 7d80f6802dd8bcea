import { Unreadable } from "@/domain/formats/delivered";
import { readerFor } from "@/domain/formats/readers";
import { parseRecord, placeOf } from "@/domain/formats/record";
import type { Format } from "@/domain/formats/schema";
import type { Span } from "@/domain/formats/split";
import { collectGarbage } from "@/lib/memory";
import type { Rejection } from "./data";
import { languageOf } from "./language";
import { binaryRows } from "./rows";
import type { Tally } from "./schema";
import { stage } from "./stage";
import { countIn, emptyTally } from "./tally";

/** A record from here on is prepared and committed alone, before the next is read: several of its size at once would not stay within bounds. */
export const LARGE_RECORD = 2 * 1024 * 1024;

/** Records of one file, in their order: the first is number `ordinal` of it. */
export type Batch = { readonly delivery: number; readonly format: Format; readonly ordinal: number; readonly spans: readonly Span[] };

/** What becomes of a batch: rows for COPY of what can be stored, in blocks of memory of their own, what they count for, and why the others are rejected. */
export type Prepared = {
  readonly rows: readonly Uint8Array[];
  readonly stored: number;
  readonly tally: Tally;
  readonly rejections: readonly Rejection[];
};

/** Reads and stages the records of a batch. Pure: the same batch gives the same bytes, in whichever thread. */
export function prepare({ delivery, format, ordinal: first, spans }: Batch): Prepared {
  const reader = readerFor(format);
  const tally = emptyTally();
  const rejections: Rejection[] = [];
  const rows = binaryRows();
  let stored = 0;
  for (const [i, span] of spans.entries()) {
    const ordinal = first + i;
    try {
      const record = parseRecord(span);
      if (span.byteLength >= LARGE_RECORD) collectGarbage();
      const read = reader.read(record);
      const conversation = read.language ? read : { ...read, language: languageOf(read.turns) };
      const staged = stage(rows, delivery, ordinal, conversation, placeOf(span));
      countIn(tally, conversation, staged);
      stored++;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { line, byteOffset, byteLength } = span;
      rejections.push({ ordinal, line, byteOffset, byteLength, reason: error.message });
    }
  }
  return { rows: rows.end(), stored, tally, rejections };
}
