"use client";

import { useEffect, useRef, useState } from "react";
import type { Factors } from "@/domain/account/schema";
import { ask, onStepUp } from "../ask";
import { Button } from "../ui/button";
import { GiveFactor } from "./give-factor";

/**
 * Asks for a fresh factor whenever a deed wants one, and lets the deed go on. It stands once on every page, above whatever is open;
 * turning away leaves the deed undone and what was typed where it was.
 */
export function StepUp() {
  const dialog = useRef<HTMLDialogElement>(null);
  const waiting = useRef<((given: boolean) => void) | null>(null);
  const [factors, setFactors] = useState<Factors | null>(null);

  useEffect(
    () =>
      onStepUp(async () => {
        const known = await ask<Factors>("/api/account/factors");
        waiting.current?.(false);
        setFactors(known);
        dialog.current?.showModal();
        return new Promise<boolean>((resolve) => {
          waiting.current = resolve;
        });
      }),
    [],
  );

  function end(given: boolean) {
    waiting.current?.(given);
    waiting.current = null;
    setFactors(null);
    dialog.current?.close();
  }

  return (
    <dialog
      ref={dialog}
      aria-labelledby="step-up-title"
      onClose={() => end(false)}
      className="m-auto w-[28rem] max-w-[calc(100vw-2rem)] rounded-sm border border-line-strong/50 bg-paper p-5 text-sm text-ink shadow-lg backdrop:bg-black/40"
    >
      <h2 id="step-up-title" className="font-evidence text-lg leading-tight font-semibold">
        Confirm that it is you
      </h2>
      <p className="mt-2 mb-4 border-l-2 border-accent pl-3 text-ink-soft">
        What leaves, what is released and what is granted asks for this anew. It then holds for a few minutes.
      </p>
      {factors && (
        <GiveFactor
          factors={factors}
          onDone={() => end(true)}
          aside={
            <Button look="bare" shortcut="Esc" onClick={() => end(false)}>
              Do nothing
            </Button>
          }
        />
      )}
    </dialog>
  );
}
