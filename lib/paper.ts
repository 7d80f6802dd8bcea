// A secret on paper: letters and digits that cannot be mistaken for each other, in groups, with a check that finds a slip of the hand.
import { type Bytes, sha256 } from "./bytes";

/** Crockford's base 32: no I, L, O or U. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECK_BYTES = 3;

/** Fourteen groups of four for 32 bytes; the last five characters are the check. */
export async function toPaper(secret: Bytes): Promise<string> {
  const bytes = [...secret, ...(await sha256(secret)).slice(0, CHECK_BYTES)];
  const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
  const written = (bits.match(/.{1,5}/g) ?? []).map((five) => letters.charAt(Number.parseInt(five.padEnd(5, "0"), 2)));
  return (written.join("").match(/.{1,4}/g) ?? []).join("-");
}

/** The secret that was typed or scanned, or null where its check does not agree. Case, blanks and hyphens do not matter, nor O for 0. */
export async function fromPaper(text: string, bytes = 32): Promise<Bytes | null> {
  const typed = text.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  const digits = [...typed].map((letter) => letters.indexOf(letter));
  const wanted = Math.ceil(((bytes + CHECK_BYTES) * 8) / 5);
  if (digits.length !== wanted || digits.includes(-1)) return null;
  const bits = digits.map((digit) => digit.toString(2).padStart(5, "0")).join("");
  const read = Uint8Array.from({ length: bytes + CHECK_BYTES }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2));
  const secret = read.slice(0, bytes);
  const check = (await sha256(secret)).slice(0, CHECK_BYTES);
  return check.every((byte, at) => byte === read[bytes + at]) ? secret : null;
}
