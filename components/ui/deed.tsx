"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { type ComponentProps, type FormEvent, useId, useRef, useState } from "react";
import { ask } from "../ask";
import { inLabels, RefusalNotice } from "../refusal-notice";
import { Button } from "./button";
import { useKeys } from "./use-keys";

type Props = {
  /** The button that opens it, and the deed's name. */
  readonly name: string;
  readonly look?: ComponentProps<typeof Button>["look"];
  /** The key that opens it, where there is one of it on the page. */
  readonly shortcut?: string;
  /** Where there is nothing to do it to. */
  readonly disabled?: boolean;
  /** Asked before it opens; where it says no, nothing opens. */
  readonly opens?: () => boolean;
  readonly title: string;
  /** What will happen, to how much, and who will be told. Shown before anything is asked. */
  readonly consequences: React.ReactNode;
  readonly address: string;
  readonly method?: string;
  /** Sent besides what the form holds. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** Fields of which more than one value may be chosen. */
  readonly lists?: readonly string[];
  readonly submit: string;
  readonly busy: string;
  /** Where to go when it is done; without it, this page is read again. */
  readonly then?: Route;
  /** What to do with the answer when it is done, instead of reading the page again. */
  readonly done?: (answer: unknown) => Promise<void> | void;
  readonly children?: React.ReactNode;
};

/**
 * Something that is not done lightly: a dialog that says what will happen, asks for what must be stated, and does it once.
 * Never optimistic: it closes only when the server has answered, and what was typed stays until then.
 */
export function Deed({
  name,
  look = "quiet",
  shortcut,
  disabled = false,
  opens,
  title,
  consequences,
  address,
  method = "POST",
  fixed,
  lists = [],
  submit,
  busy,
  then,
  done,
  children,
}: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const heading = useId();
  function open() {
    if (opens?.() !== false) dialog.current?.showModal();
  }
  useKeys(shortcut && !disabled ? [[shortcut, open]] : []);
  const [doing, setDoing] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const body = { ...fixed, ...bodyOf(new FormData(event.currentTarget), lists) };
    setDoing(true);
    setProblem(null);
    try {
      const answer = await ask(address, { method, body });
      dialog.current?.close();
      form.current?.reset();
      if (done) await done(answer);
      else if (then) router.push(then);
      else router.refresh();
    } catch (error) {
      setProblem(inLabels(error, (field) => labelIn(form.current, field)));
    } finally {
      setDoing(false);
    }
  }

  return (
    <>
      <Button look={look} {...(shortcut && { shortcut })} disabled={disabled} onClick={open}>
        {name}
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={heading}
        className="m-auto w-[34rem] max-w-[calc(100vw-2rem)] rounded-sm border border-line-strong/50 bg-paper text-left text-sm font-normal whitespace-normal text-ink shadow-lg backdrop:bg-black/40"
      >
        <form ref={form} onSubmit={(event) => void send(event)} className="grid grid-cols-[minmax(0,1fr)] gap-4 p-5">
          <h2 id={heading} className="font-evidence text-lg leading-tight font-semibold">
            {title}
          </h2>
          <div className="grid gap-2 border-l-2 border-accent pl-3 text-ink-soft">{consequences}</div>
          {children}
          {problem !== null && <RefusalNotice error={problem} />}
          <div className="flex justify-end gap-2">
            <Button look="bare" shortcut="Esc" onClick={() => dialog.current?.close()}>
              Do nothing
            </Button>
            <Button type="submit" look={look === "danger" ? "danger" : "primary"} disabled={doing}>
              {doing ? busy : submit}
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
}

// Of several controls under one name none names the field: the sentence stands for itself.
function labelIn(form: HTMLFormElement | null, field: string): string | null {
  const control = form?.elements.namedItem(field);
  if (control instanceof RadioNodeList) return "";
  return control && "labels" in control ? ((control as HTMLInputElement).labels?.[0]?.textContent ?? null) : null;
}

// An empty field is a field not sent.
function bodyOf(given: FormData, lists: readonly string[]): Record<string, unknown> {
  const names = [...new Set(given.keys())];
  return Object.fromEntries(
    names
      .map((name): [string, unknown] => [name, lists.includes(name) ? given.getAll(name) : given.get(name)])
      .filter(([, value]) => value !== ""),
  );
}
