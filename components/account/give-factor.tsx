"use client";

import { type FormEvent, useState } from "react";
import type { Factors } from "@/domain/account/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { confirmByPasskey } from "./passkeys";

type Way = "totp" | "passkey" | "recovery" | "password";

const names: Record<Way, string> = {
  totp: "Use a code of the app",
  passkey: "Use a passkey",
  recovery: "Use a recovery code",
  password: "Use the password",
};

function waysOf({ totp, passkeys, recoveryCodes }: Factors): readonly Way[] {
  const ways: readonly (Way | false)[] = [passkeys.length > 0 && "passkey", totp !== null && "totp", recoveryCodes > 0 && "recovery"];
  const given = ways.filter((way) => way !== false);
  return given.length > 0 ? given : ["password"];
}

/** Asks for a factor that its person has, by the way that they prefer. `onDone` is called once the server has taken it. */
export function GiveFactor({ factors, onDone, aside }: { factors: Factors; onDone: () => void; aside?: React.ReactNode }) {
  const ways = waysOf(factors);
  const [way, setWay] = useState<Way>(ways[0] ?? "password");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function give(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      if (way === "passkey") await confirmByPasskey();
      else
        await ask("/api/account/confirm", {
          method: "POST",
          body: way === "password" ? { factor: way, password: given.get("password") } : { factor: way, code: given.get("code") },
        });
      onDone();
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void give(event)} className="grid gap-4">
      {way === "totp" && (
        <TextField key={way} label="Code" name="code" hint="Six digits of your authenticator app. Each works once." {...ofCode} />
      )}
      {way === "recovery" && (
        <TextField key={way} label="Recovery code" name="code" hint={`${factors.recoveryCodes} are left. Each works once.`} {...ofWords} />
      )}
      {way === "password" && (
        <TextField key={way} label="Password" name="password" type="password" autoComplete="current-password" required autoFocus />
      )}
      {way === "passkey" && <p className="text-ink-soft">The browser will ask for the passkey, and for your finger, face or PIN.</p>}
      {problem !== null && <RefusalNotice error={problem} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {ways
          .filter((other) => other !== way)
          .map((other) => (
            <Button key={other} look="bare" className="first:mr-auto" onClick={() => setWay(other)}>
              {names[other]}
            </Button>
          ))}
        {aside}
        <Button type="submit" look="primary" disabled={busy} autoFocus={way === "passkey"}>
          {busy ? "Confirming" : "Confirm"}
        </Button>
      </div>
    </form>
  );
}

const ofWords = { autoComplete: "off", spellCheck: false, required: true, autoFocus: true, className: "font-mono" } as const;
const ofCode = { ...ofWords, autoComplete: "one-time-code", inputMode: "numeric", maxLength: 8 } as const;
