import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cookieSecret, signedInActor } from "@/app/actor";
import { SignInForm } from "@/components/people/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { firms } from "@/domain/identity/firms";

export const metadata = { title: "Sign in" };

type Props = { readonly searchParams: Promise<{ readonly error?: unknown }> };

export default async function SignInPage({ searchParams }: Props) {
  const refused = (await searchParams).error !== undefined;
  if (await signedInActor()) redirect("/");
  // Whoever signs out leaves no secret behind; one that opens nothing is of a session that has ended.
  const ended = !refused && (await cookieSecret(await headers())) !== "";
  return (
    <main className="mx-auto grid min-h-dvh w-80 content-center gap-6 px-4">
      <div>
        <h1 className="font-evidence text-2xl font-semibold">Reading Room</h1>
        <p className="mt-1 text-ink-soft">Material here is under a protective order. Every look is written down.</p>
      </div>
      {ended && <Notice>Your session has ended. Nothing more is shown until you sign in again.</Notice>}
      <SignInForm firms={firms().map(({ id, name }) => ({ id, name }))} refused={refused} />
      <p className="border-t pt-3 text-xs text-ink-faint">
        No account yet, or the password is lost: the custodian of the matter gives both.
      </p>
    </main>
  );
}
