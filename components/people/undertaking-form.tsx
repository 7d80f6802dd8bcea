"use client";

import { type FormEvent, useState } from "react";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";

/** The signature: one's own full name, typed, bound to the hash of the text that stands beside it. */
export function UndertakingForm({ hash, name }: { readonly hash: string; readonly name: string }) {
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function sign(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("name") ?? "");
    setBusy(true);
    setProblem(null);
    try {
      await ask("/api/undertaking/sign", { method: "POST", body: { hash, name: typed } });
      // A full load: every page is made anew for somebody who has signed.
      window.location.assign("/");
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void sign(event)} className="grid gap-3">
      <TextField
        label="Your full name"
        hint={`As it stands on the roster: ${name}`}
        name="name"
        autoComplete="off"
        required
        maxLength={200}
      />
      <p className="text-xs text-ink-soft">
        Typing your name and signing binds you to the text beside this, word for word, as if you had signed it on paper. Your name, the time
        and the hash of the text go into the log and are shown to the court.
      </p>
      {problem !== null && <RefusalNotice error={problem} />}
      <Button type="submit" look="primary" disabled={busy} className="justify-center py-1.5">
        {busy ? "Signing" : "Sign the undertaking"}
      </Button>
    </form>
  );
}
