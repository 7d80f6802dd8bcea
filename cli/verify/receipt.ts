import { decode, readLeaf } from "./entry";
import { base64, type Key, readCheckpoint, readNote, signersOf } from "./note";
import { hashLeaf, rootFrom } from "./tree";
import { Findings, inOrder, type Range, type Verdict } from "./verdict";

export type Receipt = { readonly leaf: Buffer | null; readonly index: number; readonly path: readonly Buffer[]; readonly note: string };

/** Takes a receipt apart (C2SP tlog-proof); `extra` is the leaf that it is for. Throws an Error where it is none. */
export function readReceipt(text: string): Receipt {
  const split = text.indexOf("\n\n");
  const [head, ...lines] = split < 0 ? [] : text.slice(0, split).split("\n");
  const extra = lines[0]?.startsWith("extra ") ? base64(lines.shift()?.slice(6) ?? "") : undefined;
  const [, index = ""] = /^index (0|[1-9]\d{0,14})$/.exec(lines.shift() ?? "") ?? [];
  const hashes = lines.map((line) => base64(line));
  if (head !== "c2sp.org/tlog-proof@v1" || extra === null || index === "" || hashes.some((hash) => hash?.length !== 32))
    throw new Error("no receipt");
  return { leaf: extra ?? null, index: Number(index), path: hashes.filter((hash) => hash !== null), note: text.slice(split + 2) };
}

/** Checks a receipt: that the very entry it holds stands in the log that signed it. The keys are those that the reader trusts. */
export async function verifyReceipt(bytes: Uint8Array, keys: readonly Key[]): Promise<Verdict & { readonly entry: unknown }> {
  const findings = new Findings();
  const receipt = await findings.attempt("proof", () => readReceipt(decode(bytes)));
  const said = receipt?.leaf ? await findings.attempt("entry", () => readLeaf(receipt.leaf ?? Buffer.alloc(0)), receipt.index) : null;
  if (receipt && !receipt.leaf) findings.fail("proof", "the receipt does not hold its entry");
  const note = receipt && (await findings.attempt("checkpoint", () => readNote(receipt.note)));
  const checkpoint = note && (await findings.attempt("checkpoint", () => readCheckpoint(note.text)));
  const of = checkpoint ? keys.filter(({ name, kind }) => kind === "witness" || name === checkpoint.origin) : [];
  const signers = note && (await findings.attempt("signature", () => signersOf(note, of)));
  if (signers && !signers.log) findings.fail("signature", "the checkpoint is not signed by a key that was given for this log");
  if (
    receipt?.leaf &&
    checkpoint &&
    !rootFrom(hashLeaf(receipt.leaf), receipt.index, checkpoint.size, receipt.path)?.equals(checkpoint.root)
  )
    findings.fail("proof", "the path does not lead from the entry to the root that was signed", receipt.index);
  const proven = findings.failed === 0 && receipt && checkpoint && signers;
  const by = (signers?.witnesses ?? []).map(({ witness }) => witness).sort(inOrder);
  const range: Range | null = proven
    ? {
        from: receipt.index,
        to: receipt.index + 1,
        state: by.length > 0 ? "witnessed" : "signed",
        by: by.length > 0 ? by : [checkpoint.origin],
      }
    : null;
  const at = typeof said?.at === "string" ? said.at : null;
  return {
    format: "reading-room-verdict/1",
    of: "receipt",
    verdict: findings.failed === 0 ? "verified" : "failed",
    origin: checkpoint?.origin ?? null,
    size: checkpoint?.size ?? 0,
    pending: 0,
    first: at,
    last: at,
    keys: "given",
    checkpoints: checkpoint ? 1 : 0,
    ranges: range ? [range] : [],
    replay: null,
    failures: findings.failures,
    failed: findings.failed,
    entry: said,
  };
}
