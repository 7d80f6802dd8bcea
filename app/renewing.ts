import { encode } from "next-auth/jwt";
import type { Actor } from "@/domain/access/permit";
import type { Renewed } from "@/domain/account/renewal";
import { env } from "@/lib/env";

const DAY = 24 * 60 * 60;

/**
 * A verb that may give the session another secret, as a handler takes it: that goes into the cookie, so that every copy of the one before
 * is dead, and never into the answer.
 */
export function renewing<Input, T>(verb: (actor: Actor, input: Input) => Promise<Renewed<T>>) {
  return async (actor: Actor, input: Input): Promise<Response> => {
    const { answer, secret } = await verb(actor, input);
    const headers = new Headers({ "cache-control": "no-store" });
    if (secret) headers.append("set-cookie", await sessionCookie(secret));
    return Response.json(answer, { headers });
  };
}

/** The cookie as next-auth itself writes it: its name, its encryption, its marks. */
async function sessionCookie(secret: string): Promise<string> {
  const secure = env().NEXTAUTH_URL.startsWith("https:");
  const value = await encode({ token: { sid: secret }, secret: env().NEXTAUTH_SECRET, maxAge: DAY });
  const marks = ["Path=/", "HttpOnly", "SameSite=Lax", `Max-Age=${DAY}`, ...(secure ? ["Secure"] : [])];
  return [`${secure ? "__Secure-" : ""}next-auth.session-token=${value}`, ...marks].join("; ");
}
