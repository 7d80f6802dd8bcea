"use client";

import { type FormEvent, useEffect, useState } from "react";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { enrolPasskeyHere, noPasskeysHere } from "./passkeys";

/** A passkey of this device or of a security key, under a name by which one knows it again. */
export function EnrolPasskey({ onDone }: { readonly onDone: () => void }) {
  const [missing, setMissing] = useState<string | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => setMissing(noPasskeysHere()), []);

  async function enrol(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setProblem(null);
    try {
      await enrolPasskeyHere(String(new FormData(form).get("name") ?? ""));
      form.reset();
      onDone();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  if (missing) return <p className="text-ink-faint">{missing}</p>;
  return (
    <form onSubmit={(event) => void enrol(event)} className="grid max-w-96 gap-3">
      <TextField
        label="What you call it"
        hint="As “work laptop” or “blue security key”."
        name="name"
        maxLength={100}
        autoComplete="off"
        required
      />
      {problem !== null && <RefusalNotice error={problem} />}
      <Button type="submit" disabled={busy} className="justify-self-start">
        {busy ? "Waiting for the browser" : "Enrol a passkey"}
      </Button>
    </form>
  );
}
