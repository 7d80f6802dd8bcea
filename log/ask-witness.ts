// How a log asks a witness for its signature (the client of C2SP tlog-witness).
import type { Hash } from "@/lib/merkle";
import { parseNote, parseSignatures, parseVerifierKey, verifySignatures } from "@/lib/note";

/** The witness has seen a longer log of this name, or another one of the same length. */
export class WitnessDisagrees extends Error {}

export type Asked = {
  readonly target: string;
  readonly vkey: string;
  readonly note: string;
  readonly size: number;
  /** The size that the witness is believed to have seen last. */
  readonly old: number;
  readonly prove: (from: number) => Promise<readonly Hash[]>;
};
export type Cosigned = { readonly witness: string; readonly line: string; readonly at: Date };

/** Gives the witness's line under the checkpoint, verified. Throws WitnessDisagrees, or Error where it does not answer as a witness does. */
export async function askWitness({ target, vkey, note, size, old, prove }: Asked): Promise<Cosigned> {
  let from = Math.min(old, size);
  // The witness says what it saw last where that is not what we believed.
  for (let tries = 0; tries < 3; tries++) {
    const proof = (await prove(from)).map((hash) => `${Buffer.from(hash).toString("base64")}\n`);
    const { status, text } = await post(`${target.replace(/\/+$/, "")}/add-checkpoint`, `old ${from}\n${proof.join("")}\n${note}`);
    if (status === 200) return verified(note, text, vkey);
    if (status === 422) throw new WitnessDisagrees("The witness has seen another log of this name: this one does not continue it.");
    if (status !== 409 || !/^\d{1,16}\n$/.test(text)) throw new Error(`The witness answered ${status}: ${text.trim().slice(0, 100)}`);
    const seen = Number(text);
    if (seen > size) throw new WitnessDisagrees(`The witness has seen ${seen} entries of this log, and here are only ${size}.`);
    if (seen === from)
      throw new WitnessDisagrees(`The witness has seen another log of this name: its first ${seen} entries are not these.`);
    from = seen;
  }
  throw new Error("The witness changes its mind about what it has seen.");
}

function verified(note: string, lines: string, vkey: string): Cosigned {
  const [signed] = verifySignatures(parseNote(note).text, parseSignatures(lines), [parseVerifierKey(vkey)]);
  if (!signed?.at) throw new Error("What the witness answered is not signed by its key.");
  return { witness: signed.name, line: signed.line, at: signed.at };
}

/** Posts a text, follows nothing, waits ten seconds at most and reads no more than a witness says. */
export async function post(address: string, body: string): Promise<{ status: number; text: string }> {
  const headers = { "content-type": "text/plain; charset=utf-8" };
  const response = await fetch(address, { method: "POST", body, headers, redirect: "error", signal: AbortSignal.timeout(10_000) }).catch(
    (error: Error) => {
      throw new Error(`${new URL(address).host} does not answer (${(error.cause as { code?: string } | undefined)?.code ?? error.name}).`);
    },
  );
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > 65_536) throw new Error(`${new URL(address).host} answers without an end.`);
    parts.push(part);
  }
  return { status: response.status, text: Buffer.concat(parts).toString("utf8") };
}
