"use client";

import { type FormEvent, useEffect, useState } from "react";
import { newLock, type Opener, openLock } from "@/domain/sealing/keyring";
import type { Lock, Sealing } from "@/domain/sealing/schema";
import { toBase64 } from "@/lib/bytes";
import { newSecret, type Secret } from "@/lib/keys";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Deed } from "../ui/deed";
import { TextField } from "../ui/field";
import { Notice } from "../ui/notice";
import { When } from "../ui/when";
import { askPasskey, makePasskey, passkeysWork, saltOf } from "./passkey";
import { useVault } from "./vault";

type Props = { readonly sealing: Sealing; readonly again: () => Promise<void> };
type Want = "passphrase" | "passkey";

const noSecret = new Error("This passkey gives no secret of its own (its device lacks the PRF extension). Use a passphrase.");

/** One's own key: made here, locked here; and the ways to unlock it. */
export function OwnKey({ sealing, again }: Props) {
  const { unlocked, supported } = useVault();
  const own = sealing.members.find(({ person }) => person === sealing.person)?.key;
  if (!supported) return <p className="text-ink-soft">It is used in the browser alone, and this one cannot.</p>;
  if (!own)
    return (
      <div className="grid gap-3">
        <p className="max-w-[60ch] text-ink-soft">
          It is made in this browser and locked before it leaves it. Whoever of your side holds the side’s key can then give it to you.
        </p>
        <LockForm sealing={sealing} kept={newSecret} submit="Make my key" after={again} first />
      </div>
    );
  return (
    <div className="grid gap-3">
      {unlocked && <Locks sealing={sealing} again={again} />}
      {unlocked && <AddWay sealing={sealing} again={again} />}
    </div>
  );
}

/** The way in when the key is locked and every lock is lost. */
export function LostKey({ sealing, again }: Props) {
  const [making, setMaking] = useState(false);
  if (!making)
    return (
      <Button look="bare" className="justify-self-start px-0 text-xs" onClick={() => setMaking(true)}>
        I lost every way to unlock it
      </Button>
    );
  return (
    <div className="grid gap-3 border-l-2 border-danger pl-3">
      <p className="text-ink-soft">
        Nobody can open your key for you. A new one replaces it; what was given to the old one is lost to you until a colleague gives you
        the side’s key again.
      </p>
      <LockForm sealing={sealing} kept={newSecret} submit="Make a new key of my own" after={again} cancel={() => setMaking(false)} first />
    </div>
  );
}

function Locks({ sealing: { locks }, again }: Props) {
  return (
    <ul className="grid gap-1">
      {locks.map(({ id, kind, label, madeAt }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-medium">{label}</span>
          <span className="text-xs text-ink-faint">
            {kind}, since <When at={madeAt} day />
          </span>
          {locks.length > 1 && (
            <Deed
              name="Remove"
              look="bare"
              title={`Remove “${label}”`}
              address={`/api/sealing/locks/${id}`}
              method="DELETE"
              submit="Remove it"
              busy="Removing"
              done={again}
              consequences={<p>Your key opens with it no more. The other ways to unlock it stay.</p>}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

// A lock is made around the private key itself, which this tab does not keep: it is taken out of a lock that is there, once more.
function AddWay({ sealing, again }: Props) {
  const [open, setOpen] = useState(false);
  const own = sealing.members.find(({ person }) => person === sealing.person)?.key;
  if (!own) return null;
  if (!open)
    return (
      <Button className="justify-self-start" onClick={() => setOpen(true)}>
        Add a way to unlock it
      </Button>
    );
  async function kept(given: FormData): Promise<Secret | null> {
    const passphrase = String(given.get("present") ?? "");
    for (const lock of sealing.locks) {
      const secret = await openedBy(lock, passphrase);
      if (secret) return secret;
    }
    return null;
  }
  async function openedBy(lock: Lock, passphrase: string): Promise<Secret | null> {
    if (!own) return null;
    if (lock.kind === "passphrase") return openLock(sealing, sealing.person, own.publicKey, lock, { passphrase });
    if (passphrase) return null;
    const passkey = await askPasskey(lock.credential ?? "", saltOf(lock)).catch(() => null);
    return passkey && openLock(sealing, sealing.person, own.publicKey, lock, passkey);
  }
  return (
    <LockForm
      sealing={sealing}
      kept={kept}
      present={sealing.locks.some(({ kind }) => kind === "passphrase")}
      submit="Add it"
      after={async () => {
        setOpen(false);
        await again();
      }}
      cancel={() => setOpen(false)}
    />
  );
}

type LockFormProps = {
  readonly sealing: Sealing;
  /** The private key to be locked; null where what was typed does not open it. */
  readonly kept: (given: FormData) => Promise<Secret | null>;
  readonly present?: boolean;
  readonly first?: boolean;
  readonly submit: string;
  readonly after: () => Promise<void>;
  readonly cancel?: () => void;
};

function LockForm({ sealing, kept, present = false, first = false, submit, after, cancel }: LockFormProps) {
  const { take } = useVault();
  const [want, setWant] = useState<Want>("passphrase");
  // Not known before the page has come alive: what is made on the server knows of no browser.
  const [passkeys, setPasskeys] = useState(false);
  useEffect(() => setPasskeys(passkeysWork()), []);
  const [problem, setProblem] = useState<{ readonly at: "present" | "again"; readonly says: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function make(given: FormData) {
    const passphrase = String(given.get("passphrase") ?? "");
    if (want === "passphrase" && passphrase !== String(given.get("again") ?? ""))
      return setProblem({ at: "again", says: "The two are not the same." });
    const secret = await kept(given);
    if (!secret) return setProblem({ at: "present", says: "This does not open your key." });
    const label = String(given.get("label") ?? "").trim() || (want === "passkey" ? "Passkey" : "Passphrase");
    const opener: Opener | null = want === "passkey" ? await makePasskey(sealing, `${label}, Reading Room`) : { passphrase };
    if (!opener) throw noSecret;
    const lock = await newLock(sealing, sealing.person, secret, opener, label);
    const key = sealing.members.find(({ person }) => person === sealing.person)?.key;
    if (first) await ask("/api/sealing/own-key", { method: "POST", body: { publicKey: toBase64(secret.publicKey), lock } });
    else await ask("/api/sealing/locks", { method: "POST", body: { key: key?.id, lock } });
    if (first) await take(secret);
    await after();
  }
  async function submitted(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    setError(null);
    await make(given).catch(setError);
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void submitted(event)} className="grid max-w-[26rem] gap-3">
      {passkeys && <Wanted want={want} choose={setWant} />}
      {present && (
        <TextField
          label="Present passphrase"
          name="present"
          type="password"
          autoComplete="off"
          problem={problem?.at === "present" ? problem.says : undefined}
        />
      )}
      {want === "passphrase" ? (
        <>
          <TextField
            label="New passphrase"
            name="passphrase"
            type="password"
            autoComplete="off"
            required
            minLength={12}
            hint="At least 12 characters; five random words are good. Not your sign-in password: the host sees that one."
          />
          <TextField
            label="The same again"
            name="again"
            type="password"
            autoComplete="off"
            required
            problem={problem?.at === "again" ? problem.says : undefined}
          />
        </>
      ) : (
        <p className="text-xs text-ink-soft">
          Your browser asks for a fingerprint, a PIN or a security key. The secret that opens your key stays in it.
        </p>
      )}
      <TextField
        label="Called"
        name="label"
        maxLength={60}
        autoComplete="off"
        placeholder={want === "passkey" ? "Passkey" : "Passphrase"}
      />
      {error === noSecret ? <Notice tone="problem">{noSecret.message}</Notice> : error !== null && <Failure error={error} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? "Locking it" : submit}
        </Button>
        {cancel && (
          <Button look="bare" onClick={cancel}>
            Do nothing
          </Button>
        )}
      </div>
    </form>
  );
}

// What the browser says of a passkey is its own; a person who turned its question down knows why.
function Failure({ error }: { readonly error: unknown }) {
  const name = (error as Error).name;
  if (name === "NotAllowedError" || name === "AbortError" || name === "SecurityError" || name === "WebAuthnError")
    return <Notice tone="problem">The browser made no passkey: it was not allowed, or not in time. Nothing was changed.</Notice>;
  return <RefusalNotice error={error} />;
}

function Wanted({ want, choose }: { readonly want: Want; readonly choose: (want: Want) => void }) {
  return (
    <fieldset className="flex gap-4">
      <legend className="sr-only">Locked with</legend>
      {(["passphrase", "passkey"] as const).map((one) => (
        <label key={one} className="flex items-center gap-1.5">
          <input type="radio" name="want" checked={want === one} onChange={() => choose(one)} />
          {one === "passphrase" ? "A passphrase" : "A passkey"}
        </label>
      ))}
    </fieldset>
  );
}
