import { randomInt } from "node:crypto";

/** A password that somebody is handed: sixteen letters and digits in groups of four, none that looks like another; 79 bits. */
export function readablePassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const group = () => Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join("");
  return [group(), group(), group(), group()].join("-");
}
