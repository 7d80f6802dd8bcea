import type { Reader } from "./reader";
import { chatgpt } from "./reader-chatgpt";
import { messages } from "./reader-messages";
import { oasst } from "./reader-oasst";
import { pairs } from "./reader-pairs";
import { sharegpt } from "./reader-sharegpt";
import type { Delivered } from "./record";
import type { Format } from "./schema";

const readers: readonly Reader[] = [chatgpt, oasst, sharegpt, messages, pairs];

export function readerFor(format: Format): Reader {
  const reader = readers.find((one) => one.format === format);
  if (!reader) throw new Error(`no reader for ${format}`);
  return reader;
}

/** The first reader that knows the layout of this record, most particular layout first; undefined where none does. */
export function recognise(record: Delivered): Reader | undefined {
  return readers.find((one) => one.recognises(record));
}
