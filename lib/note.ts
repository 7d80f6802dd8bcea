// Signed notes (C2SP signed-note v1.0.0): a text and under it lines of signatures, each naming its key. Two kinds of key: Ed25519 over
// the text (1), and a witness's timestamped cosignature of a checkpoint (4, C2SP tlog-cosignature).
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";

const ED25519 = 1;
const COSIGNATURE = 4;

/** A public key as it is named in notes. `id`: the first eight hexadecimal digits of the hash of name, kind and key. */
export type Verifier = { readonly name: string; readonly id: string; readonly kind: 1 | 4; readonly key: KeyObject };
/** A private key with the name it signs under. */
export type Signer = { readonly name: string; readonly key: KeyObject };

/** A line of a note. `bytes` are those of the signature, without the key's id. */
export type Signature = { readonly name: string; readonly id: string; readonly bytes: Uint8Array; readonly line: string };
export type Note = { readonly text: string; readonly signatures: readonly Signature[] };
/** A signature that was verified. `at`: when a witness says it cosigned. */
export type Verified = Signature & { readonly by: Verifier; readonly at: Date | null };

/** What was given is not a note, or not signed as it says. */
export class NoteError extends Error {}

/** A fresh private key, as PKCS #8 in PEM. */
export function makeKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** The signer of a private key in PEM. Throws NoteError where the name or the key is of no use. */
export function signerOf(name: string, pem: string): Signer {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new NoteError("The key is not an Ed25519 key.");
  return { name: checkedName(name), key };
}

/** The line under which others know a signer: `<name>+<id>+<key>`. `witness` names it as one that cosigns. */
export function verifierKey({ name, key }: Signer, { witness = false } = {}): string {
  const material = Buffer.concat([Buffer.of(witness ? COSIGNATURE : ED25519), rawKey(createPublicKey(key))]);
  return `${name}+${keyId(name, material)}+${material.toString("base64")}`;
}

/** Reads a line of `verifierKey`. Throws NoteError. */
export function parseVerifierKey(line: string): Verifier {
  const [, name = "", id = "", encoded = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
  const material = decoded(encoded);
  const kind = material?.[0];
  if (material?.length !== 33 || (kind !== ED25519 && kind !== COSIGNATURE) || keyId(name, material) !== id)
    throw new NoteError("This is not a key of a signed note: <name>+<8 hexadecimal digits>+<base64>.");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: material.subarray(1).toString("base64url") }, format: "jwk" });
  return { name: checkedName(name), id, kind, key };
}

/** A note: `text`, which ends in a newline, and a line of signature under it. */
export function signNote(text: string, signer: Signer): string {
  const bytes = checkedText(text);
  return `${text}\n${lineOf(signer, ED25519, sign(null, bytes, signer.key))}`;
}

/** A witness's line under the checkpoint that `text` is: it saw this tree at this time, and none that contradicts it. */
export function cosignature(text: string, signer: Signer, at: Date): string {
  const seconds = BigInt(Math.floor(at.getTime() / 1000));
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(seconds);
  return lineOf(signer, COSIGNATURE, Buffer.concat([stamp, sign(null, cosigned(checkedText(text), seconds), signer.key)]));
}

function cosigned(text: Uint8Array, seconds: bigint): Buffer {
  return Buffer.concat([Buffer.from(`cosignature/v1\ntime ${seconds}\n`), text]);
}

function lineOf({ name, key }: Signer, kind: number, signature: Uint8Array): string {
  const id = keyId(name, Buffer.concat([Buffer.of(kind), rawKey(createPublicKey(key))]));
  return `— ${name} ${Buffer.concat([Buffer.from(id, "hex"), signature]).toString("base64")}\n`;
}

/** The most signatures that a note may carry here. */
const MOST = 100;

/** Takes a note apart without believing it. Throws NoteError where it is none. */
export function parseNote(note: string): Note {
  checkedText(note);
  const split = note.lastIndexOf("\n\n");
  if (split < 0) throw new NoteError("This is not a signed note: no blank line before its signatures.");
  const signatures = parseSignatures(note.slice(split + 2));
  if (signatures.length === 0) throw new NoteError("This note is not signed.");
  return { text: note.slice(0, split + 1), signatures };
}

/** Lines of signatures, as a witness answers them. Throws NoteError. */
export function parseSignatures(lines: string): Signature[] {
  const all = lines === "" ? [] : checkedText(lines) && lines.slice(0, -1).split("\n");
  if (all.length > MOST) throw new NoteError(`A note has at most ${MOST} signatures.`);
  return all.map((line) => {
    const [, name = "", encoded = ""] = /^— ([^+\s]+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
    const bytes = decoded(encoded);
    if (!bytes || bytes.length < 5) throw new NoteError("A line of a signature is malformed.");
    return { name: checkedName(name), id: bytes.subarray(0, 4).toString("hex"), bytes: bytes.subarray(4), line: `${line}\n` };
  });
}

/**
 * Takes a note apart and verifies it: `verified` are the signatures of the keys given, one to a key; those of other keys are left out.
 * Throws NoteError where no signature is by any of the keys, or one that says so is not.
 */
export function openNote(note: string, keys: readonly Verifier[]): { text: string; verified: Verified[] } {
  const { text, signatures } = parseNote(note);
  const verified = verifySignatures(text, signatures, keys);
  if (verified.length === 0) throw new NoteError("This note is not signed by any of the known keys.");
  return { text, verified };
}

/** The signatures of `text` by the keys given. Throws NoteError where one that names such a key is not by it. */
export function verifySignatures(text: string, signatures: readonly Signature[], keys: readonly Verifier[]): Verified[] {
  const bytes = checkedText(text);
  const seen = new Set<Verifier>();
  return signatures.flatMap((signature) => {
    const by = keys.find(({ name, id }) => name === signature.name && id === signature.id);
    if (!by || seen.has(by)) return [];
    seen.add(by);
    const at = verifiedBy(by, bytes, Buffer.from(signature.bytes));
    if (at === false) throw new NoteError(`The signature of ${by.name} does not fit the note.`);
    return [{ ...signature, by, at }];
  });
}

function verifiedBy({ kind, key }: Verifier, text: Uint8Array, bytes: Buffer): Date | null | false {
  if (kind === ED25519) return verify(null, text, key, bytes) ? null : false;
  if (bytes.length !== 72) return false;
  const seconds = bytes.readBigUInt64BE();
  if (seconds > 8_640_000_000_000n) return false; // past what a date can say
  return verify(null, cosigned(text, seconds), key, bytes.subarray(8)) ? new Date(Number(seconds) * 1000) : false;
}

function checkedText(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  if (!text.endsWith("\n") || text !== text.toWellFormed() || bytes.some((byte) => byte < 0x20 && byte !== 0x0a))
    throw new NoteError("A note is well-formed text of whole lines without control characters.");
  return bytes;
}

function checkedName(name: string): string {
  if (!/^[^\s+]+$/.test(name)) throw new NoteError("The name of a key has no spaces and no plus.");
  return name;
}

function keyId(name: string, material: Uint8Array): string {
  return createHash("sha256").update(`${name}\n`).update(material).digest("hex").slice(0, 8);
}

function rawKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
}

/** Base64 as it is written: what decodes to the same bytes but is spelled otherwise is refused. */
export function decoded(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}
