import { createHash, randomInt } from "node:crypto";

const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** Ten codes of three groups of four, none with letters that look like another: 59 bits each. */
export function newCodes(): string[] {
  const group = () => Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join("");
  return Array.from({ length: 10 }, () => [group(), group(), group()].join("-"));
}

/** A code as it is compared: however it was typed, with the hyphens and in small letters. */
export function written(code: string): string {
  return (
    code
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, "")
      .match(/.{1,4}/g)
      ?.join("-") ?? ""
  );
}

/** Enough for what nobody can guess: no password, so no slow hash. */
export function hashCode(code: string): Buffer {
  return createHash("sha256").update(written(code), "utf8").digest();
}
