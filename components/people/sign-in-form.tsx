"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";

/** Address and password. Every failure reads the same, whatever its cause. */
export function SignInForm() {
  const [problem, setProblem] = useState("");
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
    setProblem(
      answer ? "This address and password do not open a session here." : "The reading room does not answer. Try again in a moment.",
    );
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      {problem && <Notice tone="problem">{problem}</Notice>}
      <Button type="submit" look="primary" disabled={busy} className="justify-center py-1.5">
        {busy ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}

// Back to where the session ended. Only an address of this application is followed.
function placeToReturn(): string {
  const wanted = new URL(new URLSearchParams(window.location.search).get("next") ?? "/", window.location.origin);
  return wanted.origin === window.location.origin ? `${wanted.pathname}${wanted.search}` : "/";
}
