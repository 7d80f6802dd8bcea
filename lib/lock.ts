// What keeps a private key while nobody uses it: a passphrase, or the secret that a passkey gives out.
import { type Bytes, utf8 } from "./bytes";

/** OWASP's figure for PBKDF2 with SHA-256 (Password Storage Cheat Sheet). WebCrypto knows no Argon2. */
export const ITERATIONS = 600_000;

/** The key of a lock that a passphrase opens. The same letters typed in another form of Unicode are the same passphrase. */
export async function passphraseKey(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** The key of a lock that a passkey opens, from the 32 bytes its PRF gave for the lock's salt. */
export async function passkeyKey(given: Bytes, salt: Bytes): Promise<CryptoKey> {
  const source = await crypto.subtle.importKey("raw", given, "HKDF", false, ["deriveKey"]);
  const drawn = { name: "HKDF", hash: "SHA-256", salt, info: utf8("reading-room|v1|passkey-lock") };
  return crypto.subtle.deriveKey(drawn, source, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Shuts a secret away. `context` says whose it is: under another it does not open. */
export async function shut(key: CryptoKey, context: string, secret: Bytes): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const shutAway = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(context) }, key, secret);
  return Uint8Array.from([...iv, ...new Uint8Array(shutAway)]);
}

/** The secret, or null: the wrong passphrase, or not what was shut away. Which of the two cannot be told. */
export async function unlocked(key: CryptoKey, context: string, box: Bytes): Promise<Bytes | null> {
  const how = { name: "AES-GCM", iv: box.slice(0, 12), additionalData: utf8(context) };
  const opened = await crypto.subtle.decrypt(how, key, box.slice(12)).catch(() => null);
  return opened && new Uint8Array(opened);
}
