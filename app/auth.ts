import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { signIn, signOut } from "@/domain/people/session";
import { env } from "@/lib/env";

/**
 * next-auth keeps the cookie and its CSRF token; the session itself lives in the database. The cookie holds only the session's
 * secret, so a copied cookie is dead the moment the session ends (docs/decisions/0004).
 */
export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: 24 * 60 * 60 },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        // Whatever goes wrong in here must not be told: next-auth would put an error's words into the address.
        authorize: async (given) => {
          const secret = await signIn(given?.email?.trim() ?? "", given?.password ?? "").catch(() => null);
          return secret ? { id: secret } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      // What a page's script can ask for: when the cookie ends, never the secret in it.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: async ({ token }) => signOut(String(token?.sid ?? "")) },
  };
}
