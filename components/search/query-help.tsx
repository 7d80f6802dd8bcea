"use client";

import { useRef } from "react";
import { help } from "@/domain/query/help";
import { Button } from "../ui/button";
import { useKeys } from "../ui/use-keys";

/** The language of the search on one sheet, over the results. Its examples are those of docs/search.md. */
export function QueryHelp() {
  const sheet = useRef<HTMLDialogElement>(null);
  useKeys([["h", () => sheet.current?.showModal()]]);
  return (
    <>
      <Button shortcut="h" aria-haspopup="dialog" onClick={() => sheet.current?.showModal()}>
        Syntax
      </Button>
      <dialog
        ref={sheet}
        aria-labelledby="query-help"
        onClick={({ target, currentTarget }) => target === currentTarget && currentTarget.close()}
        onKeyDown={({ key, currentTarget }) => key === "Escape" && currentTarget.close()}
        className="m-auto max-h-[85vh] w-[min(64rem,94vw)] overflow-y-auto rounded-sm border bg-paper p-0 text-ink backdrop:bg-black/40"
      >
        <div className="grid gap-3 p-5">
          <div className="flex items-baseline justify-between gap-4">
            <h2 id="query-help" className="font-evidence text-xl">
              How to ask
            </h2>
            <Button look="bare" onClick={() => sheet.current?.close()}>
              Close
            </Button>
          </div>
          <p className="max-w-[46rem] text-ink-soft">
            As in dtSearch. What you type is read back in a sentence while you type it, and nothing else is searched for. What could be
            understood in two ways is refused, with what to write instead. No word is too small to be found; accents count, capitals do not.
          </p>
          <div className="columns-1 gap-8 md:columns-2">
            {help.map(({ title, examples }) => (
              <section key={title} className="mb-4 break-inside-avoid">
                <h3 className="mb-1 font-semibold">{title}</h3>
                <dl className="grid gap-y-1">
                  {examples.map(({ write, means }) => (
                    <div key={write} className="border-t pt-1">
                      <dt className="font-mono text-xs [font-variant-ligatures:none]">{write}</dt>
                      <dd className="text-sm text-ink-soft">{means}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </div>
      </dialog>
    </>
  );
}
