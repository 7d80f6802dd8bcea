"use client";

import { type FormEvent, useEffect, useRef } from "react";
import { type Unlocked, useVault } from "../sealing/vault";
import { Button } from "../ui/button";
import { TextArea } from "../ui/field";
import type { Noted } from "./notes";

type Props = {
  readonly codings: readonly Noted[];
  readonly labels: ReadonlyMap<string, string>;
  readonly save: (code: string, note: string) => void;
  readonly close: () => void;
};

/** A note goes with a code that is applied here, and is sealed before it leaves the browser: without the side's key there is none. */
export function CodingNote({ codings, labels, save, close }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const instead = useRef<HTMLParagraphElement>(null);
  const { unlocked, ask, asking, supported } = useVault();
  const hindered = hindrance(unlocked, supported);
  // Once the dialog of unlocking is gone: while it is open nothing beneath it takes the focus.
  useEffect(() => {
    if (asking) return;
    const soon = setTimeout(() => (form.current?.querySelector("textarea") ?? instead.current?.querySelector("button"))?.focus());
    return () => clearTimeout(soon);
  }, [asking]);
  const latest = codings.at(-1);
  if (!latest)
    return (
      <p ref={instead} role="status" className="flex items-center justify-between gap-2 text-ink-soft">
        Apply a code here first; a note goes with a code.
        <Button look="bare" onClick={close}>
          Close
        </Button>
      </p>
    );
  if (hindered)
    return (
      <p ref={instead} role="status" className="flex flex-wrap items-center gap-2 text-ink-soft">
        {hindered}
        {supported && !unlocked && (
          <Button look="primary" onClick={() => ask(true)}>
            Unlock
          </Button>
        )}
        <Button look="bare" onClick={close}>
          Close
        </Button>
      </p>
    );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    save(String(given.get("code")), String(given.get("note")));
    close();
  }
  return (
    <form ref={form} onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && close()} className="grid gap-2">
      <label className="flex items-center gap-2 text-sm">
        With
        <select
          name="code"
          defaultValue={latest.code}
          className="min-w-0 flex-1 rounded-xs border border-line-strong/50 bg-raised px-1 py-0.5"
        >
          {codings.map(({ code }) => (
            <option key={code} value={code}>
              {labels.get(code) ?? code}
            </option>
          ))}
        </select>
      </label>
      <TextArea
        label="Note"
        hint="Sealed to your side before it leaves this browser."
        name="note"
        maxLength={10_000}
        required
        defaultValue={latest.note ?? ""}
      />
      <div className="flex gap-2">
        <Button type="submit" look="primary">
          Keep the note
        </Button>
        <Button look="bare" onClick={close}>
          Close
        </Button>
      </div>
    </form>
  );
}

/** Why no note can be sealed now, in a sentence; null where it can. */
function hindrance(unlocked: Unlocked | null, supported: boolean): string | null {
  if (!supported)
    return "A note is sealed in the browser, and this one has no cryptography to give: open the reading room by its https address.";
  if (!unlocked) return "A note is sealed to your side. Unlock to write one.";
  const newest = unlocked.sealing.keys.at(-1);
  if (!newest) return "Your side has no key yet to seal a note to. Make it under “Keys of your side”, in the menu with your name.";
  if (unlocked.opened.foreign.length > 0) return "A key of your side was not made by your side. Nothing is sealed to it.";
  return unlocked.opened.keys.has(newest.epoch) ? null : `Nobody of your side has given you key ${newest.epoch} yet.`;
}
