import type { Volume } from "@/domain/volumes/schema";
import { count } from "../ui/numbers";

/** What an order lets out of a volume, in words. */
export const disclosureInWords: Record<Volume["disclosure"], { readonly name: string; readonly means: string }> = {
  complete: { name: "complete conversations", means: "Whole conversations open, from the first turn to the last." },
  pair: {
    name: "pair by pair",
    means: "One prompt with its output opens at a time; the rest of the conversation opens on a stated reason.",
  },
  matched: {
    name: "matched only",
    means: "Only conversations that match the registered works or the agreed terms open; the rest is shut.",
  },
  aggregate: { name: "numbers only", means: "No text opens. Counts, rates and charts only." },
};

/** First to last, as one writes a range of control numbers. */
export function rangeOf({ firstControlNumber, lastControlNumber }: Pick<Volume, "firstControlNumber" | "lastControlNumber">): string {
  return firstControlNumber && lastControlNumber ? `${firstControlNumber} – ${lastControlNumber}` : "not numbered yet";
}

/** A class of lengths, `1025-2048`, as it is read. Classes that the order lets nobody count apart are together under `other`. */
export function lengthInWords(range: string): string {
  if (range === "other") return "other lengths";
  return range.replace(/\d+/g, (number) => count(Number(number))).replace("-", "–");
}
