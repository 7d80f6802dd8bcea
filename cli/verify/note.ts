import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

/** A public key that the reader trusts: of the log (signs checkpoints) or of a witness (signs that it saw them, and when). */
export type Key = { readonly name: string; readonly id: string; readonly kind: "log" | "witness"; readonly key: KeyObject };
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Buffer };
export type Cosignature = { readonly witness: string; readonly at: number };
export type Note = { readonly text: string; readonly signatures: readonly { readonly name: string; readonly bytes: Buffer }[] };

// The head of an Ed25519 public key in DER (RFC 8410), before its 32 bytes.
const DER = Buffer.from("302a300506032b6570032100", "hex");
const kinds = { 1: "log", 4: "witness" } as const;

/** Strict base64 (RFC 4648, 4): with padding, no other bits, nothing else. Null for anything else. */
export function base64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

/** Reads keys, one a line (C2SP signed-note verifier keys): name+id+base64(kind, key). Empty lines and lines with # are passed over. */
export function readKeys(text: string): Key[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#")).map(readKey);
}

function readKey(line: string): Key {
  const [, name = "", id = "", material = ""] = /^([!-*,-~]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  const bytes = base64(material);
  const kind = kinds[bytes?.[0] as keyof typeof kinds];
  if (bytes?.length !== 33 || !kind) throw new Error(`no Ed25519 key of a log or a witness: ${line.slice(0, 200)}`);
  if (idOf(name, bytes) !== id) throw new Error(`the id of the key ${name} does not belong to it`);
  return { name, id, kind, key: createPublicKey({ key: Buffer.concat([DER, bytes.subarray(1)]), format: "der", type: "spki" }) };
}

function idOf(name: string, typed: Buffer): string {
  return createHash("sha256").update(`${name}\n`).update(typed).digest("hex").slice(0, 8);
}

/** Takes a signed note apart (C2SP signed-note). Throws an Error where it is none. */
export function readNote(note: string): Note {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n") || [...note].some((c) => c < " " && c !== "\n")) throw new Error("no signed note");
  const lines = note.slice(end + 2, -1).split("\n");
  const signatures = lines.map((line) => {
    const [, name = "", signature = ""] = /^— ([!-*,-~]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
    const bytes = base64(signature);
    if (!bytes || bytes.length < 5) throw new Error("no signature line");
    return { name, bytes };
  });
  return { text: note.slice(0, end + 1), signatures };
}

/** Reads the text of a checkpoint (C2SP tlog-checkpoint): origin, size, root. Throws an Error where it is none. */
export function readCheckpoint(text: string): Checkpoint {
  const [origin = "", size = "", root = "", ...more] = text.split("\n");
  const bytes = base64(root);
  if (!origin || !/^(0|[1-9]\d{0,14})$/.test(size) || bytes?.length !== 32 || more.join() !== "") throw new Error("no checkpoint");
  return { origin, size: Number(size), root: bytes };
}

/**
 * Who signed a note, of the keys given: whether the log did, and which witnesses, when. Signatures of other keys are passed over.
 * Throws an Error where a signature by a given key is false.
 */
export function signersOf(note: Note, keys: readonly Key[]): { readonly log: boolean; readonly witnesses: readonly Cosignature[] } {
  let log = false;
  const witnesses: Cosignature[] = [];
  for (const { name, bytes } of note.signatures) {
    const key = keys.find((one) => one.name === name && one.id === bytes.subarray(0, 4).toString("hex"));
    if (key?.kind === "log") {
      if (!verify(null, Buffer.from(note.text), key.key, bytes.subarray(4))) throw new Error(`the signature of ${name} is false`);
      log = true;
    } else if (key) {
      const at = bytes.length === 76 ? Number(bytes.readBigUInt64BE(4)) : Number.NaN;
      const said = Buffer.from(`cosignature/v1\ntime ${at}\n${note.text}`);
      if (!Number.isSafeInteger(at) || !verify(null, said, key.key, bytes.subarray(12)))
        throw new Error(`the cosignature of ${name} is false`);
      witnesses.push({ witness: name, at });
    }
  }
  return { log, witnesses };
}
