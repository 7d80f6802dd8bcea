"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import type { Person, ResetDone } from "@/domain/people/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Deed } from "../ui/deed";
import { TextArea } from "../ui/field";
import { Notice } from "../ui/notice";

/** What a custodian may do about somebody: from the mildest to the one that ends everything. */
export function PersonDeeds({ person, self }: { readonly person: Person; readonly self: string }) {
  if (person.id === self) return <span className="text-xs text-ink-faint">yourself</span>;
  const reason = <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} />;
  return (
    <div className="ml-auto grid w-max grid-cols-2 items-center justify-items-end gap-1">
      <Deed
        name="End sessions"
        look="bare"
        title={`End the sessions of ${person.name}`}
        address={`/api/people/${person.id}/end-sessions`}
        submit="End their sessions"
        busy="Ending"
        consequences={<p>Every session and token of theirs ends now. They may sign in again. The log keeps your name and your reason.</p>}
      >
        {reason}
      </Deed>
      <Reset person={person} />
      <Deed
        name="Remove"
        look="danger"
        title={`End the access of ${person.name} to this matter`}
        address={`/api/people/${person.id}/remove`}
        submit="End their access"
        busy="Ending"
        consequences={
          <p>
            Their access to this matter ends, with every session and token in it; other matters are not touched. Their side’s work stays.
            The log keeps your name and your reason; the monitor reads both.
          </p>
        }
      >
        {reason}
      </Deed>
      <Deed
        name="Suspend"
        look="danger"
        title={`Suspend ${person.name}`}
        address={`/api/people/${person.id}/suspend`}
        submit={`Suspend ${person.name}`}
        busy="Suspending"
        consequences={
          <p>
            Every session and token of theirs ends now, in every matter of this installation: their next request is refused, wherever they
            are in a page, and they cannot sign in again. Their side’s work stays as it is. The log keeps your name and your reason; the
            monitor reads both.
          </p>
        }
      >
        {reason}
      </Deed>
    </div>
  );
}

/** Shows the new first password this once, so it cannot be a deed that closes when it is done. */
function Reset({ person }: { readonly person: Person }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const router = useRouter();
  const [problem, setProblem] = useState<unknown>(null);
  const [done, setDone] = useState<ResetDone | null>(null);

  async function reset(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setProblem(null);
    try {
      const body = { reason: given.get("reason"), password: given.has("password") };
      setDone(await ask<ResetDone>(`/api/people/${person.id}/reset`, { method: "POST", body }));
      router.refresh();
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <>
      <Button look="bare" onClick={() => dialog.current?.showModal()}>
        Reset sign-in
      </Button>
      <dialog
        ref={dialog}
        aria-label={`Reset the sign-in of ${person.name}`}
        onClose={() => setDone(null)}
        className="m-auto w-[34rem] max-w-[calc(100vw-2rem)] rounded-sm border border-line-strong/50 bg-paper text-left text-sm font-normal whitespace-normal text-ink shadow-lg backdrop:bg-black/40"
      >
        <form onSubmit={(event) => void reset(event)} className="grid gap-4 p-5">
          <h2 className="font-evidence text-lg leading-tight font-semibold">Reset the sign-in of {person.name}</h2>
          <p className="border-l-2 border-accent pl-3 text-ink-soft">
            For somebody who lost their second factor. Their factors and recovery codes are gone, their sessions and tokens end, and at the
            next sign-in they enrol anew. Make sure that it is they who ask: whoever has the password enrols next.
          </p>
          {done ? (
            <Notice title="Done">
              {done.password ? (
                <>
                  Their new first password, shown this once: <code className="font-mono select-all">{done.password}</code>
                </>
              ) : (
                "They sign in with the password that they have."
              )}
            </Notice>
          ) : (
            <>
              <TextArea label="Reason" name="reason" required minLength={3} maxLength={2000} />
              <label className="flex items-center gap-2">
                <input type="checkbox" name="password" />
                Give them a new first password as well
              </label>
            </>
          )}
          {problem !== null && <RefusalNotice error={problem} />}
          <div className="flex justify-end gap-2">
            <Button look="bare" shortcut="Esc" onClick={() => dialog.current?.close()}>
              {done ? "Close" : "Do nothing"}
            </Button>
            {!done && (
              <Button type="submit" look="danger">
                Reset
              </Button>
            )}
          </div>
        </form>
      </dialog>
    </>
  );
}
