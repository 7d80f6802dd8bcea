// Keys that are made, kept and used in a browser: what a side seals to, and what a member of it is given the side's key with.
// Everything here is WebCrypto, so the same code runs in tests and in the demonstration's first start.
import { type Bytes, fromBase64, sha256, toHex, utf8 } from "./bytes";
import { suite } from "./seal";

const ecdh = { name: "ECDH", namedCurve: "P-256" } as const;

/** A private key as it is wrapped: the 32 bytes of a P-256 scalar, and the public key of it, uncompressed. */
export type Secret = { readonly secret: Bytes; readonly publicKey: Bytes };

/** What opens and signs, and can no longer be taken out of the browser's memory. */
export type Keys = { readonly pair: CryptoKeyPair; readonly sign: CryptoKey; readonly signKey: Bytes };

export async function newSecret(): Promise<Secret> {
  const made = await crypto.subtle.generateKey(ecdh, true, ["deriveBits"]);
  const { d = "" } = await crypto.subtle.exportKey("jwk", made.privateKey);
  return { secret: fromBase64(d), publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", made.publicKey)) };
}

/** Opens a private key for use. Throws where it does not belong to the public key beside it: what was unwrapped is then not what was wrapped. */
export async function openKeys({ secret, publicKey }: Secret): Promise<Keys> {
  const base64url = (bytes: Uint8Array) =>
    btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const jwk = { kty: "EC", crv: "P-256", d: base64url(secret), x: base64url(publicKey.slice(1, 33)), y: base64url(publicKey.slice(33)) };
  const privateKey = await crypto.subtle.importKey("jwk", jwk, ecdh, false, ["deriveBits"]);
  const pair = { privateKey, publicKey: await importPublic(publicKey) };
  const probe = crypto.getRandomValues(new Uint8Array(16));
  const opened = await unbox(pair, "probe", await box(publicKey, "probe", probe));
  if (toHex(opened) !== toHex(probe)) throw new Error("The keys do not belong together.");
  return { pair, ...(await signingKey(secret)) };
}

/** Seals to a public key (HPKE, base mode). `context` says what it is for: under another it does not open. */
export async function box(publicKey: Bytes, context: string, content: Bytes): Promise<Bytes> {
  const { enc, ct } = await suite.seal({ recipientPublicKey: await importPublic(publicKey) }, content, utf8(context));
  return Uint8Array.from([...new Uint8Array(enc), ...new Uint8Array(ct)]);
}

/** Opens what was sealed. Throws for another key, another context, or a single changed bit. */
export async function unbox(pair: CryptoKeyPair, context: string, sealed: Bytes): Promise<Bytes> {
  const opened = await suite.open({ recipientKey: pair, enc: sealed.slice(0, 65) }, sealed.slice(65), utf8(context));
  return new Uint8Array(opened);
}

export async function signed({ sign }: Keys, statement: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", sign, utf8(statement)));
}

/** Whether the holder of a side's private key signed this. `signKey` is the public half. */
export async function isSigned(signKey: Bytes, statement: string, signature: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey("raw", signKey, "Ed25519", false, ["verify"]).catch(() => null);
  return key !== null && crypto.subtle.verify("Ed25519", key, signature, utf8(statement));
}

/**
 * Thirty digits that two people compare by voice. They are of the public key and of whom it is said to belong to, so that a key put in
 * the place of another, or shown for somebody else, gives others.
 */
export async function safetyNumber(publicKey: Bytes, owner: string): Promise<string> {
  const digest = await sha256(Uint8Array.from([...utf8(`reading-room|v1|safety|${owner}|`), ...publicKey]));
  const groups = [0, 5, 10, 15, 20, 25].map((at) => BigInt(`0x${toHex(digest.slice(at, at + 5))}`) % 100_000n);
  return groups.map((group) => String(group).padStart(5, "0")).join(" ");
}

/** Whether these bytes are a public key: a point of the curve. */
export function isPublicKey(publicKey: Bytes): Promise<boolean> {
  return importPublic(publicKey).then(
    () => true,
    () => false,
  );
}

function importPublic(publicKey: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", publicKey, ecdh, true, []);
}

// A key signs with one of its own, drawn from it, since a key that opens should not sign: Ed25519, whose private key may be any 32 bytes.
async function signingKey(secret: Bytes): Promise<{ sign: CryptoKey; signKey: Bytes }> {
  const source = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const drawn = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8("reading-room|v1|signing-key") };
  const seed = new Uint8Array(await crypto.subtle.deriveBits(drawn, source, 256));
  // PKCS #8 as RFC 8410 writes it, around the seed.
  const pkcs8 = Uint8Array.from([0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20, ...seed]);
  const { x = "" } = await crypto.subtle.exportKey("jwk", await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]));
  return { sign: await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]), signKey: fromBase64(x) };
}
