import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { firms } from "@/domain/identity/firms";
import type { Firm } from "@/domain/identity/schema";
import { type Claims, comeFromFirm } from "@/domain/identity/sign-in";
import { type Place, signIn, signOut } from "@/domain/people/session";
import { env } from "@/lib/env";

type Provider = NextAuthOptions["providers"][number];
/** Where a sign-in comes from, and the secret of the session that it comes back to, if any. */
export type Coming = { readonly place?: Place; readonly current?: string };

/**
 * next-auth keeps the cookie and its CSRF token, and speaks OpenID with firms; the session itself lives in the database. The cookie holds
 * only the session's secret, so a copied cookie is dead the moment the session ends (docs/decisions/0004).
 */
export function authOptions({ place, current = "" }: Coming = {}): NextAuthOptions {
  const known = firms();
  return {
    secret: env().NEXTAUTH_SECRET,
    pages: { signIn: "/sign-in", error: "/sign-in" },
    session: { strategy: "jwt", maxAge: 24 * 60 * 60 },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {} },
        // Whatever goes wrong in here must not be told: next-auth would put an error's words into the address.
        authorize: async (given) => {
          const secret = await signIn(given?.email?.trim() ?? "", given?.password ?? "", place).catch(() => null);
          return secret ? { id: secret } : null;
        },
      }),
      ...known.map(providerOf),
    ],
    callbacks: {
      signIn: async ({ user, account, profile }) => {
        if (account?.provider === "credentials") return true;
        const firm = known.find(({ id }) => id === account?.provider);
        const came = firm ? await comeFromFirm(firm, (profile ?? {}) as Claims, current, place).catch(() => null) : null;
        if (!came) return "/sign-in?error=refused";
        if ("linked" in came) return "/account";
        user.id = came.secret; // the session of this person, instead of the name that the firm has for them
        return true;
      },
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      // What a page's script can ask for: when the cookie ends, never the secret in it.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: async ({ token }) => signOut(String(token?.sid ?? "")) },
    logger: quiet,
  };
}

/** Only who they are is asked for, with everything that ties the answer to this browser: PKCE, state and nonce. */
function providerOf({ id, name, issuer, clientId, clientSecret }: Firm): Provider {
  return {
    id,
    name,
    type: "oauth",
    issuer,
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid" } },
    profile: (profile: { sub: string }) => ({ id: profile.sub }),
  };
}

// next-auth would print what it was given, tokens and all: the operator is told the kind of trouble and no more.
const quiet: NonNullable<NextAuthOptions["logger"]> = {
  error: (code) => console.error(JSON.stringify({ level: "error", what: "sign-in", code })),
  warn: () => undefined,
  debug: () => undefined,
};
