// What one side alone may read: HPKE (RFC 9180) to the side's public key, in Node and in the browser alike. The server seals and cannot
// open; it keeps a salted commitment, so that whoever can open may also show what was on record.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { type Bytes, utf8 } from "./bytes";

/** Whose key, and what for: bound into the box, so that a box moved to another matter, side, epoch or purpose does not open. */
export type SealedFor = { readonly purpose: string; readonly matter: string; readonly side: string; readonly epoch: number };

/** What is sealed, and the salt that hides it in its commitment. `body` is JSON as text: the commitment is over these very bytes. */
export type Secret = { readonly salt: Bytes; readonly body: string };

export const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const ENCAPSULATED = 65;
const SALT = 32;
// A box says no more of the length of its content than how many of these it takes.
const BLOCK = 256;

/** A body with a fresh salt. */
export function secretOf(value: unknown): Secret {
  return { salt: crypto.getRandomValues(new Uint8Array(SALT)), body: JSON.stringify(value) };
}

/** SHA-256 of the salt and the body's UTF-8 bytes. */
export async function commit({ salt, body }: Secret): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(salt, utf8(body))));
}

/**
 * Seals to a public key (65 bytes, an uncompressed point of P-256). The box: 65 bytes of encapsulated key, then the ciphertext of salt,
 * length of the body in 4 bytes (big-endian), body, and zeros up to a multiple of 256. Its commitment is the additional data.
 */
export async function seal(publicKey: Bytes, whom: SealedFor, secret: Secret): Promise<Bytes> {
  const body = utf8(secret.body);
  const plain = new Uint8Array(Math.ceil((SALT + 4 + body.length) / BLOCK) * BLOCK);
  plain.set(secret.salt);
  new DataView(plain.buffer).setUint32(SALT, body.length);
  plain.set(body, SALT + 4);
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey.buffer.slice(publicKey.byteOffset, publicKey.byteOffset + 65));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: infoOf(whom) }, plain, await commit(secret));
  return joined(new Uint8Array(enc), new Uint8Array(ct));
}

/** Opens a box with the side's keys: the private one need not be extractable. Throws where key, context, commitment and box do not belong together. */
export async function open(keys: CryptoKeyPair, whom: SealedFor, commitment: Bytes, box: Bytes): Promise<Secret> {
  const recipient = { recipientKey: keys, enc: box.slice(0, ENCAPSULATED), info: infoOf(whom) };
  const plain = new Uint8Array(await suite.open(recipient, box.slice(ENCAPSULATED), commitment));
  const length = new DataView(plain.buffer).getUint32(SALT);
  const secret = { salt: plain.slice(0, SALT), body: new TextDecoder().decode(plain.slice(SALT + 4, SALT + 4 + length)) };
  if ((await commit(secret)).some((byte, at) => byte !== commitment[at]))
    throw new Error("The box holds something else than was committed to.");
  return secret;
}

function infoOf({ purpose, matter, side, epoch }: SealedFor): Bytes {
  return utf8(["reading-room/seal/1", purpose, matter, side, epoch].join("\n"));
}

function joined(a: Bytes, b: Bytes): Bytes {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
