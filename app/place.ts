import { randomBytes } from "node:crypto";
import type { Place } from "@/domain/people/session";
import { env } from "@/lib/env";

const COOKIE = "reading-room-browser";
const mine = new RegExp(`(?:^|; *)${COOKIE}=([\\w-]{43})(?:;|$)`);
const LONGEST = 400 * 24 * 60 * 60; // browsers keep no cookie longer

/** Where a sign-in comes from, and the cookie that makes a new browser known the next time. */
export function placeOfRequest(request: Request): { place: Place; cookie: string | null } {
  const known = mine.exec(request.headers.get("cookie") ?? "")?.[1];
  const mark = known ?? randomBytes(32).toString("base64url");
  const secure = env().NEXTAUTH_URL.startsWith("https:") ? "; Secure" : "";
  const place = {
    mark,
    agent: agentInWords(request.headers.get("user-agent") ?? ""),
    // Set by run/web.mjs from the connection or from a proxy that it was told to trust; what a client sends under this name is overwritten.
    address: request.headers.get("x-reading-room-address") || null,
  };
  return { place, cookie: known ? null : `${COOKIE}=${mark}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${LONGEST}${secure}` };
}

const browsers = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrom(e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;
const systems = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
] as const;

/** A browser as its owner would call it: “Firefox on Linux”. No version, no screen, nothing that would tell one from another. */
export function agentInWords(agent: string): string {
  const called = (names: readonly (readonly [RegExp, string])[]) => names.find(([mark]) => mark.test(agent))?.[1];
  return [called(browsers) ?? "A browser", called(systems)].filter(Boolean).join(" on ");
}
