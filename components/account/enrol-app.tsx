"use client";

import { type FormEvent, useState } from "react";
import type { StartedTotp } from "@/domain/account/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";

/** An authenticator app: its secret as a picture and as text, and the first code that proves it has it. */
export function EnrolApp({ onDone }: { readonly onDone: () => void }) {
  const [started, setStarted] = useState<StartedTotp | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function trying(work: () => Promise<void>) {
    setBusy(true);
    setProblem(null);
    await work().catch(setProblem);
    setBusy(false);
  }
  const start = () => trying(async () => setStarted(await ask<StartedTotp>("/api/account/totp", { method: "POST" })));
  const enrol = (code: unknown) =>
    trying(async () => {
      await ask("/api/account/totp", { method: "PUT", body: { code } });
      onDone();
    });
  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    void enrol(new FormData(event.currentTarget).get("code"));
  }

  return (
    <div className="grid justify-items-start gap-3">
      {started ? (
        <form onSubmit={send} className="grid gap-4 sm:grid-cols-[11rem_minmax(0,20rem)] sm:gap-6">
          <svg
            viewBox={`0 0 ${started.qr.size} ${started.qr.size}`}
            role="img"
            aria-label="The secret, for the camera of the app"
            className="size-44 rounded-xs bg-white"
            shapeRendering="crispEdges"
          >
            <path d={started.qr.path} fill="black" />
          </svg>
          <div className="grid content-start gap-3">
            <p className="text-ink-soft">
              Point the app’s camera at the picture, or type
              <code className="mt-1 block font-mono text-xs break-all text-ink select-all">
                {started.secret.match(/.{1,4}/g)?.join(" ")}
              </code>
            </p>
            <TextField
              label="The code that it shows"
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              maxLength={8}
              required
              autoFocus
              className="font-mono"
            />
            <Button type="submit" look="primary" disabled={busy} className="justify-self-start">
              {busy ? "Enrolling" : "Enrol the app"}
            </Button>
          </div>
        </form>
      ) : (
        <Button onClick={() => void start()} disabled={busy}>
          Set up an authenticator app
        </Button>
      )}
      {problem !== null && <RefusalNotice error={problem} />}
    </div>
  );
}
