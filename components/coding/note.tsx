"use client";

import { type FormEvent, useEffect, useRef } from "react";
import type { Coding } from "@/domain/coding/schema";
import { Button } from "../ui/button";
import { TextArea } from "../ui/field";

type Props = {
  readonly codings: readonly Coding[];
  readonly labels: ReadonlyMap<string, string>;
  readonly save: (code: string, note: string) => void;
  readonly close: () => void;
};

/** A note goes with a code that is applied here. */
export function CodingNote({ codings, labels, save, close }: Props) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  const latest = codings.at(-1);
  if (!latest)
    return (
      <p role="status" className="flex items-center justify-between gap-2 text-ink-soft">
        Apply a code here first; a note goes with a code.
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
      <TextArea label="Note" name="note" maxLength={10_000} required defaultValue={latest.note ?? ""} />
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
