import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { getToken } from "next-auth/jwt";
import { cache } from "react";
import { type Actor, refused } from "@/domain/access/permit";
import { findActor } from "@/domain/people/session";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";

/**
 * Who makes this request: by its bearer token or, where it sends no authorization, by the session cookie. Throws `unauthenticated`, and
 * `refused` where a second factor is still to be given, unless `unconfirmed` lets those in too.
 */
export async function actorOf(request: Request, touch = true, unconfirmed = false): Promise<Actor> {
  const authorization = request.headers.get("authorization");
  // A request that names a token is judged by that alone: it was let off the check of its origin for it.
  const secret = authorization === null ? await cookieSecret(request.headers) : /^Bearer (rr_[\w-]{20,})$/.exec(authorization)?.[1];
  const actor = await findActor(secret ?? "", touch);
  if (!actor) throw new DomainError("unauthenticated", "Sign in first.");
  if (!actor.confirmed && !unconfirmed) throw refused("mfa", actor.role);
  return actor;
}

/**
 * Who looks at this page. Sends the signed-out to sign in, those of several matters to choose one, the unconfirmed to their second factor
 * and the unsigned to the undertaking. Asked once per page.
 */
export const pageActor = cache(async (): Promise<Actor> => {
  const actor = await signedInActor();
  if (!actor) redirect("/sign-in");
  if (actor.choose) redirect("/matters");
  if (!actor.confirmed) redirect("/confirm");
  if (!actor.signed) redirect("/undertaking");
  return actor;
});

/** Who looks at this page, confirmed and signed or not; null when signed out. */
export const signedInActor = cache(async (): Promise<Actor | null> => {
  await cookies();
  return findActor(await cookieSecret(await headers()));
});

/** The session’s secret out of the cookie of next-auth; nothing where there is none. */
export async function cookieSecret(from: Headers): Promise<string> {
  const jar = Object.fromEntries(
    (from.get("cookie") ?? "").split(/; */).map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), decoded(pair.slice(at + 1))];
    }),
  );
  const request = { cookies: jar, headers: {} } as unknown as Parameters<typeof getToken>[0]["req"];
  const secureCookie = env().NEXTAUTH_URL.startsWith("https:");
  const token = await getToken({ req: request, secret: env().NEXTAUTH_SECRET, secureCookie }).catch(() => null);
  return typeof token?.sid === "string" ? token.sid : "";
}

// Any other site of the same host may have left a cookie that is not well encoded; it is no business of ours.
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}
