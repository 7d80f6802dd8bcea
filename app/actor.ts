import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { getToken } from "next-auth/jwt";
import { cache } from "react";
import type { Actor } from "@/domain/access/permit";
import { findActor } from "@/domain/people/session";
import { env } from "@/lib/env";
import { DomainError } from "@/lib/errors";

/** Who makes this request: by bearer token, or by the session cookie. Throws `unauthenticated`. */
export async function actorOf(request: Request, touch = true): Promise<Actor> {
  const bearer = /^Bearer (rr_[\w-]{20,})$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const actor = await findActor(bearer ?? (await cookieSecret(request.headers)), touch);
  if (!actor) throw new DomainError("unauthenticated", "Sign in first.");
  return actor;
}

/** Who looks at this page. Sends the signed-out to sign in, and the unsigned to the undertaking. Asked once per page. */
export const pageActor = cache(async (): Promise<Actor> => {
  const actor = await signedInActor();
  if (!actor) redirect("/sign-in");
  if (!actor.signed) redirect("/undertaking");
  return actor;
});

/** Who looks at this page, signed or not; null when signed out. */
export const signedInActor = cache(async (): Promise<Actor | null> => {
  await cookies();
  return findActor(await cookieSecret(await headers()));
});

async function cookieSecret(from: Headers): Promise<string> {
  const jar = Object.fromEntries(
    (from.get("cookie") ?? "").split(/; */).map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), decodeURIComponent(pair.slice(at + 1))];
    }),
  );
  const request = { cookies: jar, headers: {} } as unknown as Parameters<typeof getToken>[0]["req"];
  const secureCookie = env().NEXTAUTH_URL.startsWith("https:");
  const token = await getToken({ req: request, secret: env().NEXTAUTH_SECRET, secureCookie }).catch(() => null);
  return typeof token?.sid === "string" ? token.sid : "";
}
