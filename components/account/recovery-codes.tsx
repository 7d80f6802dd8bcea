"use client";

import { useState } from "react";
import type { RecoveryCodes as Codes } from "@/domain/account/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";

/** Makes ten codes and shows them, this once. `then` says how one goes on from there. */
export function RecoveryCodes({ name, then }: { readonly name: string; readonly then?: React.ReactNode }) {
  const [codes, setCodes] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<unknown>(null);

  async function make() {
    setProblem(null);
    try {
      setCodes((await ask<Codes>("/api/account/recovery-codes", { method: "POST" })).codes);
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <div className="grid justify-items-start gap-3">
      {problem !== null && <RefusalNotice error={problem} />}
      {codes.length === 0 ? (
        <Button look="primary" onClick={() => void make()}>
          {name}
        </Button>
      ) : (
        <>
          <ul aria-label="Recovery codes" className="grid grid-cols-2 gap-x-8 gap-y-1 border-y py-3 font-mono text-base tabular-nums">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
          <p className="text-ink-soft">
            Each works once, where the app or the passkey is not at hand. They are not shown again: write them down or print them, and keep
            them apart from the device.
          </p>
          <div className="flex gap-2">
            <Button onClick={() => void navigator.clipboard.writeText(codes.join("\n"))}>Copy</Button>
            <Button onClick={() => window.print()}>Print</Button>
            {then}
          </div>
        </>
      )}
    </div>
  );
}
