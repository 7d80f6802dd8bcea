import { createHash } from "node:crypto";

/** The name of one part of a request that does several things: the same for the same request and part, so that a request sent again is known again. */
export function requestPart(request: string, part: string): string {
  const hex = createHash("sha256").update(`${request} ${part}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
