import { parentPort } from "node:worker_threads";
import { type Batch, prepare } from "./prepare";

/** A batch as it travels: its records in one block of memory, which changes hands. */
export type Parcel = Omit<Batch, "spans"> & {
  readonly bytes: Uint8Array;
  readonly spans: readonly (Omit<Batch["spans"][number], "bytes"> & { readonly at: number | null })[];
};

// One batch in, its rows out, in turn.
parentPort?.on("message", ({ bytes, spans, ...batch }: Parcel) => {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const prepared = prepare({
      ...batch,
      spans: spans.map(({ at, ...span }) => ({ ...span, bytes: at === null ? null : block.subarray(at, at + span.byteLength) })),
    });
    parentPort?.postMessage(
      { prepared },
      prepared.rows.map(({ buffer }) => buffer as ArrayBuffer),
    );
  } catch (error) {
    parentPort?.postMessage({ error });
  }
});
// It can be asked from here on.
parentPort?.postMessage("ready");
