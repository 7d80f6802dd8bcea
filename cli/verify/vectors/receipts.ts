import { checkpointText, formatProof } from "@/lib/checkpoint";
import { emptyFrontier, extended, inclusionProof, leafHash, type Node, rootOf } from "@/lib/merkle";
import { cosignature, signNote } from "@/lib/note";
import type { Check } from "../verdict";
import { canonical, counsel, log, origin, type Said, thief } from "./write";

/** A receipt, and what both verifiers must answer with the keys of the vectors. */
export type ReceiptVector = {
  readonly name: string;
  readonly about: string;
  readonly receipt: string;
  readonly verdict: "verified" | "failed";
  readonly checks: readonly Check[];
  readonly ranges: readonly string[];
};

/** The receipt of a view, and ways in which one does not hold. */
export async function receiptsOf(leaves: readonly Said[]): Promise<ReceiptVector[]> {
  const index = leaves.findIndex(({ action, outcome }) => action === "conversation:view" && outcome === "done");
  const bytes = leaves.map((leaf) => Buffer.from(canonical(leaf)));
  const hashes = bytes.map((leaf) => leafHash(leaf));
  const root = (from: number, to: number) => rootOf(extended(emptyFrontier, hashes.slice(from, to)));
  const read = async (nodes: readonly Node[]) => nodes.map(({ level, index: at }) => root(at * 2 ** level, (at + 1) * 2 ** level));
  const size = leaves.length;
  const path = await inclusionProof(read, index, size);
  const text = checkpointText({ origin, size, root: root(0, size) });
  const at = new Date("2026-03-02T10:00:00Z");
  const note = signNote(text, log) + cosignature(text, counsel, at);
  const proof = { extra: bytes[index] ?? null, index, hashes: path, note };
  const made = Buffer.from(canonical({ ...leaves[index], object: "conversation:T1-000000007" }));
  const fails = (...checks: Check[]) => ({ verdict: "failed", checks, ranges: [] }) as const;
  const holds = { verdict: "verified", checks: [] } as const;
  const make = (name: string, about: string, parts: Partial<typeof proof>, rest: Pick<ReceiptVector, "verdict" | "checks" | "ranges">) => {
    return { name, about, receipt: formatProof({ ...proof, ...parts }), ...rest };
  };
  return [
    make(
      "receipt",
      "A view and its way into the tree, seen by a witness.",
      {},
      {
        ...{ ...holds, ranges: [`${index}-${index + 1} witnessed by ${counsel.name}`] },
      },
    ),
    make(
      "receipt without a witness",
      "The same, signed by the host alone.",
      { note: signNote(text, log) },
      {
        ...{ ...holds, ranges: [`${index}-${index + 1} signed by ${origin}`] },
      },
    ),
    make("receipt of another entry", "The entry in it says another conversation than was logged.", { extra: made }, fails("proof")),
    make("receipt of another place", "The path belongs to another index.", { index: index + 1 }, fails("proof")),
    make("receipt signed by a stranger", "The checkpoint is signed with another key.", { note: signNote(text, thief) }, fails("signature")),
    make("receipt without its entry", "A path without what it leads from.", { extra: null }, fails("proof")),
  ];
}
