"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import type { FirmName } from "@/domain/identity/schema";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";

const noSession = "This address and password do not open a session here.";
const noSessionByFirm = "This account does not open a session here. Sign in with address and password, and link it under “Your account”.";

type Props = { readonly firms: readonly FirmName[]; readonly refused: boolean };

/** Address and password, or one's firm. Every failure reads the same, whatever its cause. */
export function SignInForm({ firms, refused }: Props) {
  const [problem, setProblem] = useState(refused ? noSessionByFirm : "");
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setProblem("");
    const answer = await signIn("credentials", { redirect: false, email: given.get("email"), password: given.get("password") }).catch(
      () => undefined,
    );
    // A full load, not a client-side move: nothing of the signed-out pages stays behind.
    if (answer?.ok && !answer.error) return window.location.assign(placeToReturn());
    setBusy(false);
    setProblem(answer ? noSession : "The reading room does not answer. Try again in a moment.");
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      {problem && <Notice tone="problem">{problem}</Notice>}
      <Button type="submit" look="primary" disabled={busy} className="justify-center py-1.5">
        {busy ? "Signing in" : "Sign in"}
      </Button>
      {firms.map(({ id, name }) => (
        <Button key={id} className="justify-center py-1.5" onClick={() => void signIn(id, { callbackUrl: placeToReturn() })}>
          Sign in with {name}
        </Button>
      ))}
    </form>
  );
}

// Back to where the session ended. Only an address of this application is followed.
function placeToReturn(): string {
  const wanted = new URL(new URLSearchParams(window.location.search).get("next") ?? "/", window.location.origin);
  return wanted.origin === window.location.origin ? `${wanted.pathname}${wanted.search}` : "/";
}
