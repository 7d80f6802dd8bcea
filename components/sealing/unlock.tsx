"use client";

import Link from "next/link";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import type { Lock, Sealing } from "@/domain/sealing/schema";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";
import { askPasskey, saltOf } from "./passkey";
import { useVault } from "./vault";

/** Asks for what opens one's own key: the passphrase, or a passkey. Says what is missing where nothing can be opened yet. */
export function UnlockDialog() {
  const { asking: open, ask } = useVault();
  const close = () => ask(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      onClose={close}
      aria-labelledby={heading}
      className="m-auto w-[30rem] max-w-[calc(100vw-2rem)] rounded-sm border border-line-strong/50 bg-paper text-left text-sm text-ink shadow-lg backdrop:bg-black/40"
    >
      {open && (
        <div className="grid gap-4 p-5">
          <h2 id={heading} className="font-evidence text-lg leading-tight font-semibold">
            Unlock what is sealed to your side
          </h2>
          <Unlock done={close} />
          <div className="flex justify-end">
            <Button look="bare" shortcut="Esc" onClick={close}>
              Close
            </Button>
          </div>
        </div>
      )}
    </dialog>
  );
}

/** The form of unlocking, by itself: on a page as well as in the dialog. */
export function Unlock({ done }: { readonly done?: () => void }) {
  const vault = useVault();
  const { load, supported } = vault;
  const [sealing, setSealing] = useState<Sealing | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (supported) load().then(setSealing, setError);
  }, [load, supported]);

  if (!supported) return <Unsupported />;
  if (error) return <RefusalNotice error={error} />;
  if (!sealing) return <p className="text-ink-faint">Asking for your locked key</p>;
  if (vault.unlocked) return <Granted sealing={vault.unlocked.sealing} {...(done && { done })} />;
  if (!sealing.members.some(({ person, key }) => person === sealing.person && key))
    return (
      <p>
        You have no key yet. <KeysLink {...(done && { done })}>Make one</KeysLink>: it stays in your browser, locked with a passphrase or a
        passkey of yours.
      </p>
    );
  return <UnlockForm sealing={sealing} {...(done && { done })} />;
}

function UnlockForm({ sealing, done }: { readonly sealing: Sealing; readonly done?: () => void }) {
  const { unlock } = useVault();
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState("");
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const passphrases = sealing.locks.filter(({ kind }) => kind === "passphrase");
  const passkeys = sealing.locks.filter(({ kind }) => kind === "passkey");
  const granted = sealing.grants.some(({ epoch }) => epoch === sealing.keys.at(-1)?.epoch);

  async function tryTo(what: string, open: () => Promise<boolean>, otherwise: string) {
    setBusy(what);
    setProblem("");
    setError(null);
    try {
      if (!(await open())) setProblem(otherwise);
      else if (granted) done?.();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy("");
    }
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget).get("passphrase") ?? "");
    const each = async () => {
      for (const lock of passphrases) if (await unlock(sealing, lock, { passphrase })) return true;
      return false;
    };
    void tryTo(
      "passphrase",
      each,
      "This passphrase does not open your key. Nobody can reset it; a colleague can give you the side’s key anew.",
    );
  }
  function tryPasskey(lock: Lock) {
    const open = async () => {
      const passkey = await askPasskey(lock.credential ?? "", saltOf(lock)).catch(() => null);
      return passkey !== null && unlock(sealing, lock, passkey);
    };
    void tryTo(lock.id, open, "The passkey gave no secret that opens your key.");
  }

  return (
    <div className="grid gap-4">
      {passphrases.length > 0 && (
        <form ref={form} onSubmit={submit} className="grid gap-3">
          <TextField
            label="Passphrase of your key"
            name="passphrase"
            type="password"
            autoComplete="off"
            required
            problem={problem || undefined}
            hint="Not your sign-in password. It does not leave this browser."
          />
          <Button type="submit" look="primary" disabled={busy !== ""} className="justify-center py-1.5">
            {busy === "passphrase" ? "Unlocking" : "Unlock"}
          </Button>
        </form>
      )}
      {passkeys.map((lock) => (
        <Button key={lock.id} disabled={busy !== ""} onClick={() => tryPasskey(lock)} className="justify-center py-1.5">
          {busy === lock.id ? "Asking the passkey" : `Unlock with the passkey “${lock.label}”`}
        </Button>
      ))}
      {passphrases.length === 0 && problem && <Notice tone="problem">{problem}</Notice>}
      {error !== null && <RefusalNotice error={error} />}
      <p className="text-xs text-ink-faint">
        The keys stay in this tab until you lock it, leave it, or touch nothing for a quarter of an hour.
      </p>
    </div>
  );
}

function Granted({ sealing, done }: { readonly sealing: Sealing; readonly done?: () => void }) {
  if (sealing.grants.length > 0) return <p role="status">Unlocked in this tab.</p>;
  return (
    <p role="status">
      Your own key is unlocked.{" "}
      {sealing.keys.length === 0 ? "Your side has no key yet." : "Nobody of your side has given you its key yet, so nothing opens with it."}{" "}
      <KeysLink {...(done && { done })}>Go to the keys of your side</KeysLink>.
    </p>
  );
}

function KeysLink({ children, done }: { readonly children: React.ReactNode; readonly done?: () => void }) {
  return (
    <Link href="/sealing" prefetch={false} className="text-accent underline" onClick={() => done?.()}>
      {children}
    </Link>
  );
}

export function Unsupported() {
  return (
    <Notice tone="problem" title="This browser cannot unlock anything here">
      It gives cryptography only to pages that come over a secure connection, and to none that is older than 2025. Open the reading room by
      its https address in a current browser. What is sealed stays sealed; everything else works.
    </Notice>
  );
}
