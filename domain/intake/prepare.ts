import { Unreadable } from "@/domain/formats/delivered";
import { readerFor } from "@/domain/formats/readers";
import { parseRecord, placeOf } from "@/domain/formats/record";
import type { Format } from "@/domain/formats/schema";
import type { Span } from "@/domain/formats/split";
import { collectGarbage } from "@/lib/memory";
import type { Rejection } from "./data";
import { languageOf } from "./language";
import type { Tally } from "./schema";
import { stage } from "./stage";
import { addTally, emptyTally, tallyOf } from "./tally";

/** A record from here on is prepared and committed alone, before the next is read: several of its size at once would not stay within bounds. */
export const LARGE_RECORD = 2 * 1024 * 1024;
const MESSAGE = 256 * 1024;

/** Records of one file, in their order: the first is number `ordinal` of it. */
export type Batch = { readonly delivery: number; readonly format: Format; readonly ordinal: number; readonly spans: readonly Span[] };

/** What becomes of a batch: lines of COPY for what can be stored, what they count for, and why the others are rejected. */
export type Prepared = {
  readonly lines: readonly Uint8Array[];
  readonly stored: number;
  readonly tally: Tally;
  readonly rejections: readonly Rejection[];
};

/** Reads and stages the records of a batch. Pure: the same batch gives the same bytes, in whichever thread. */
export function prepare({ delivery, format, ordinal: first, spans }: Batch): Prepared {
  const reader = readerFor(format);
  const tally = emptyTally();
  const rejections: Rejection[] = [];
  const lines: Uint8Array[] = [];
  let pieces: string[] = [];
  let length = 0;
  let stored = 0;
  const flush = () => {
    if (length > 0) lines.push(Buffer.from(pieces.join("")));
    pieces = [];
    length = 0;
  };
  for (const [i, span] of spans.entries()) {
    const ordinal = first + i;
    try {
      const record = parseRecord(span);
      if (span.byteLength >= LARGE_RECORD) collectGarbage();
      const read = reader.read(record);
      const conversation = read.language ? read : { ...read, language: languageOf(read.turns) };
      const staged = stage(delivery, ordinal, conversation, placeOf(span));
      addTally(tally, tallyOf(conversation, staged));
      stored++;
      for (const piece of staged.pieces) {
        pieces.push(piece);
        length += piece.length;
        // Many short lines go out as few long messages of the protocol, and a long one is not held a second time whole.
        if (length >= MESSAGE) flush();
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { line, byteOffset, byteLength } = span;
      rejections.push({ ordinal, line, byteOffset, byteLength, reason: error.message });
    }
  }
  flush();
  return { lines, stored, tally, rejections };
}
