import { createCipheriv, hkdfSync, randomBytes } from "node:crypto";
import { env } from "@/lib/env";

/**
 * The key that one app's secret is sealed under: derived from a key that only the web process holds, for this row alone. The database is
 * handed it for the moment of a check, and has the sealed secret; the web process has the key, and cannot read what is sealed.
 */
export function keyOf(id: string): Buffer {
  const { READING_ROOM_FACTOR_KEY: key } = env();
  if (!key) throw new Error("READING_ROOM_FACTOR_KEY is not set.");
  return Buffer.from(hkdfSync("sha256", key, "", `totp:${id}`, 32));
}

/** AES-256-GCM, bound to its row: nonce, ciphertext, tag. */
export function seal(secret: Uint8Array, id: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(id), nonce).setAAD(Buffer.from(id));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}
