import type { Delivered } from "./delivered";
import type { Reader } from "./reader";
import { chatgpt } from "./reader-chatgpt";
import { claude } from "./reader-claude";
import { lmsys } from "./reader-lmsys";
import { messages } from "./reader-messages";
import { oasst } from "./reader-oasst";
import { pairs } from "./reader-pairs";
import { sharegpt } from "./reader-sharegpt";
import { wildchat } from "./reader-wildchat";
import type { Format } from "./schema";

const readers: readonly Reader[] = [chatgpt, claude, oasst, sharegpt, wildchat, lmsys, messages, pairs];

export function readerFor(format: Format): Reader {
  const reader = readers.find((one) => one.format === format);
  if (!reader) throw new Error(`no reader for ${format}`);
  return reader;
}

/** The first reader that knows the layout of this record, most particular layout first; undefined where none does. */
export function recognise(record: Delivered): Reader | undefined {
  return readers.find((one) => one.recognises(record));
}
