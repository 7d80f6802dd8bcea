/** Bytes as WebCrypto takes and gives them. */
export type Bytes = Uint8Array<ArrayBuffer>;

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

/** Bytes of base64, of either alphabet. Throws where it is not base64. */
export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** What the text of a file was written in. */
export type Encoding = "utf-8" | "utf-16" | "windows-1252";

/** The text of a file as a person has one: what its mark says, UTF-16 where every other byte of the first two is nothing, UTF-8 where it is that, else what Windows wrote. */
export function textOf(bytes: Uint8Array): { readonly text: string; readonly as: Encoding } {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || second === 0) return { text: new TextDecoder("utf-16le").decode(bytes), as: "utf-16" };
  if ((first === 0xfe && second === 0xff) || first === 0) return { text: new TextDecoder("utf-16be").decode(bytes), as: "utf-16" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), as: "utf-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), as: "windows-1252" };
  }
}
