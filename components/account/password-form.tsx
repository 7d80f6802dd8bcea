"use client";

import { type FormEvent, useState } from "react";
import { ask, Refusal } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";

/** The present password, and one of one's own twice. */
export function PasswordForm({ first = false, onDone }: { readonly first?: boolean; readonly onDone?: () => void }) {
  const [problem, setProblem] = useState<unknown>(null);
  const [state, setState] = useState<"rest" | "busy" | "done">("rest");

  async function change(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setProblem(null);
    try {
      if (given.get("password") !== given.get("again")) throw new Refusal(0, "invalid", "The two new passwords differ.", {});
      setState("busy");
      await ask("/api/account/password", { method: "PUT", body: { current: given.get("current"), password: given.get("password") } });
      form.reset();
      setState("done");
      onDone?.();
    } catch (error) {
      setProblem(error);
      setState("rest");
    }
  }

  return (
    <form onSubmit={(event) => void change(event)} className="grid max-w-96 gap-4">
      <TextField
        label={first ? "The password you were given" : "Present password"}
        name="current"
        type="password"
        autoComplete="current-password"
        required
      />
      <TextField
        label="New password"
        hint="At least twelve characters. A few words do."
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        required
      />
      <TextField label="New password, once more" name="again" type="password" autoComplete="new-password" minLength={12} required />
      {problem !== null && <RefusalNotice error={problem} />}
      {state === "done" && <Notice>The password is changed. Every other browser that was signed in as you is signed out.</Notice>}
      <Button type="submit" look="primary" disabled={state === "busy"} className="justify-self-start">
        {state === "busy" ? "Changing" : "Change the password"}
      </Button>
    </form>
  );
}
