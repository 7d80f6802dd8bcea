"use client";

import { useState } from "react";
import type { Factors } from "@/domain/account/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { EnrolApp } from "./enrol-app";
import { EnrolPasskey } from "./enrol-passkey";
import { GiveFactor } from "./give-factor";
import { PasswordForm } from "./password-form";
import { RecoveryCodes } from "./recovery-codes";

/** What stands between the password and the reading room: a password of one's own, a second factor, and the codes for when it is lost. */
export function Enrolment({ factors: before }: { readonly factors: Factors }) {
  const [factors, setFactors] = useState(before);
  const [problem, setProblem] = useState<unknown>(null);
  const [given, setGiven] = useState(false);
  const go = () => window.location.assign("/"); // a full load: every page is made anew for somebody who is confirmed
  const again = () => ask<Factors>("/api/account/factors").then(setFactors).catch(setProblem);

  const has = factors.totp !== null || factors.passkeys.length > 0;
  if (problem !== null) return <RefusalNotice error={problem} />;
  if ((before.totp !== null || before.passkeys.length > 0) && !given)
    return (
      <Step title="Your second factor" note="The password was right. Now the other half.">
        <GiveFactor factors={factors} onDone={() => (factors.firstPassword ? setGiven(true) : go())} />
      </Step>
    );
  if (factors.firstPassword)
    return (
      <Step title="A password of your own" note="The one you signed in with was handed to you, so somebody else knows it.">
        <PasswordForm first onDone={() => (given ? go() : void again())} />
      </Step>
    );
  if (!has)
    return (
      <Step
        title="A second factor"
        note="The order asks for one beside the password. Choose an app on your phone, or a passkey of this device or of a security key. You can add the other later."
      >
        <section className="grid gap-3 border-t pt-4">
          <h2 className="font-semibold">An authenticator app</h2>
          <EnrolApp onDone={() => void again()} />
        </section>
        <section className="grid gap-3 border-t pt-4">
          <h2 className="font-semibold">A passkey</h2>
          <EnrolPasskey onDone={() => void again()} />
        </section>
      </Step>
    );
  return (
    <Step title="Recovery codes" note="Your second factor is enrolled. These are for the day it is lost.">
      <RecoveryCodes
        name="Show my ten codes"
        then={
          <Button look="primary" onClick={go}>
            I have kept them
          </Button>
        }
      />
    </Step>
  );
}

function Step({ title, note, children }: { readonly title: string; readonly note: string; readonly children: React.ReactNode }) {
  return (
    <div className="grid gap-5">
      <div>
        <h1 className="font-evidence text-2xl font-semibold">{title}</h1>
        <p className="mt-1 text-pretty text-ink-soft">{note}</p>
      </div>
      {children}
    </div>
  );
}
