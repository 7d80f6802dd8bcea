"use client";

import { type FormEvent, useEffect, useState } from "react";
import { heldFromSheet, newSideKey, secretOf, sideOwner, vouchedMembers, wrapFor } from "@/domain/sealing/keyring";
import type { Sealing } from "@/domain/sealing/schema";
import { fromBase64 } from "@/lib/bytes";
import { safetyNumber } from "@/lib/keys";
import { fromPaper, toPaper } from "@/lib/paper";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Facts } from "../ui/facts";
import { TextField } from "../ui/field";
import { When } from "../ui/when";
import { type Unlocked, useVault } from "./vault";

type Props = { readonly sealing: Sealing; readonly again: () => Promise<void> };

/** The key that the side seals to now: its number, who made it, how to compare it; and what may be done with it. */
export function SideKeyNow({ sealing, again, print }: Props & { readonly print: (code: string) => void }) {
  const { unlocked } = useVault();
  const newest = sealing.keys.at(-1);
  const holds = sealing.grants.some(({ epoch }) => epoch === newest?.epoch);
  const holders = sealing.members.filter(({ active, grant }) => active && grant?.epoch === newest?.epoch).length;
  return (
    <div className="grid gap-4">
      {newest && (
        <Facts
          facts={[
            ["Key", `number ${newest.epoch}${sealing.stale ? ", known to somebody who left" : ""}`],
            ["Made", <Made key="made" at={newest.madeAt} by={newest.madeBy} />],
            ["Safety number", <SafetyNumber key="number" publicKey={newest.publicKey} owner={sideOwner(sealing, newest.epoch)} />],
            ["Earlier keys", sealing.keys.length > 1 ? `${sealing.keys.length - 1}, readable to who holds this one` : "none"],
          ]}
        />
      )}
      {newest && (
        <p className="max-w-[60ch] text-xs text-ink-soft">
          Everybody of your side sees the same safety number. Compare it by phone once: if the host had put another key here, it would
          differ.
        </p>
      )}
      {!unlocked && <p className="text-ink-faint">Unlock your own key to make, give or print your side’s.</p>}
      {unlocked && holds && <Holding unlocked={unlocked} again={again} print={print} />}
      {unlocked && !holds && holders === 0 && <Beginning unlocked={unlocked} again={again} />}
      {unlocked && !holds && newest && <FromSheet unlocked={unlocked} again={again} />}
    </div>
  );
}

function Made({ at, by }: { readonly at: string; readonly by: string | null }) {
  return (
    <>
      <When at={at} /> by {by ?? "the host"}
    </>
  );
}

/** Thirty digits that two people read to each other. */
export function SafetyNumber({ publicKey, owner }: { readonly publicKey: string; readonly owner: string }) {
  const [number, setNumber] = useState("");
  useEffect(() => {
    if (window.isSecureContext) safetyNumber(fromBase64(publicKey), owner).then(setNumber, () => setNumber(""));
  }, [publicKey, owner]);
  return <span className="font-mono whitespace-nowrap">{number || "cannot be told here"}</span>;
}

function useDoing(again: () => Promise<void>) {
  const [busy, setBusy] = useState("");
  const [error, setError] = useState<unknown>(null);
  const run = (what: string, work: () => Promise<unknown>) => {
    setBusy(what);
    setError(null);
    work()
      .then(again)
      .catch(setError)
      .finally(() => setBusy(""));
  };
  return { busy, error, run };
}

type Acting = { readonly unlocked: Unlocked; readonly again: () => Promise<void> };

function Holding({ unlocked: { sealing, own }, again, print }: Acting & { readonly print: (code: string) => void }) {
  const { busy, error, run } = useDoing(again);
  const [asking, setAsking] = useState(false);
  const newest = sealing.keys.at(-1)?.epoch ?? 0;
  async function renew() {
    const held = await secretOf(sealing, own, newest);
    if (!held) return;
    const members = await vouchedMembers(sealing, newest, held.keys.signKey);
    await ask("/api/sealing/keys", { method: "POST", body: await newSideKey(sealing, held, newest + 1, members) });
    setAsking(false);
  }
  async function show() {
    const held = await secretOf(sealing, own, newest);
    if (held) print(await toPaper(held.secret.secret));
  }
  return (
    <div className="grid justify-items-start gap-3">
      <p className="flex flex-wrap gap-2">
        <Button disabled={busy !== ""} onClick={() => void show()}>
          Print a recovery sheet
        </Button>
        <Button disabled={busy !== ""} onClick={() => setAsking(!asking)} aria-expanded={asking}>
          Make a new key
        </Button>
      </p>
      {asking && (
        <div className="grid max-w-[60ch] justify-items-start gap-2 border-l-2 border-accent pl-3 text-ink-soft">
          <p>
            Key {newest + 1} is made in this browser and given to everybody who holds key {newest} now and whose own key was vouched for.
            What was sealed before stays readable to them. Recovery sheets of key {newest} open nothing that is sealed from now on. The log
            says that you did it. When somebody leaves, this happens by itself.
          </p>
          <Button look="primary" disabled={busy !== ""} onClick={() => run("renew", renew)}>
            {busy ? "Making it" : `Make key ${newest + 1}`}
          </Button>
        </div>
      )}
      {error !== null && <RefusalNotice error={error} />}
    </div>
  );
}

function Beginning({ unlocked: { sealing }, again }: Acting) {
  const { busy, error, run } = useDoing(again);
  const me = sealing.members.find(({ person }) => person === sealing.person);
  const next = (sealing.keys.at(-1)?.epoch ?? 0) + 1;
  async function begin() {
    if (!me?.key) return;
    const members = [{ person: me.person, id: me.key.id, publicKey: me.key.publicKey }];
    await ask("/api/sealing/keys", { method: "POST", body: await newSideKey(sealing, null, next, members) });
  }
  return (
    <div className="grid justify-items-start gap-2">
      <p className="max-w-[60ch] text-ink-soft">
        {next === 1
          ? "It is made in this browser. You hold it first; your colleagues hold it when you give it to them, below."
          : "Nobody of your side holds its key any more. Without a recovery sheet, what was sealed to it stays closed for good; a new key begins anew."}
      </p>
      <Button look={next === 1 ? "primary" : "danger"} disabled={busy !== ""} onClick={() => run("begin", begin)}>
        {busy ? "Making it" : next === 1 ? "Make the key of my side" : "Begin again with a new key"}
      </Button>
      {error !== null && <RefusalNotice error={error} />}
    </div>
  );
}

function FromSheet({ unlocked: { sealing }, again }: Acting) {
  const { busy, error, run } = useDoing(again);
  const [problem, setProblem] = useState("");
  const newest = sealing.keys.at(-1)?.epoch ?? 0;
  const me = sealing.members.find(({ person }) => person === sealing.person);
  async function use(code: string) {
    const secret = await fromPaper(code);
    if (!secret) return setProblem("A letter is wrong or missing: the check of the code does not agree.");
    const held = await heldFromSheet(sealing, newest, secret);
    if (!held || !me?.key) return setProblem(`This is not the sheet of key ${newest}.`);
    const member = { person: me.person, id: me.key.id, publicKey: me.key.publicKey };
    await ask("/api/sealing/grants", { method: "POST", body: await wrapFor(sealing, held, member) });
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code") ?? "");
    setProblem("");
    run("sheet", () => use(code));
  }
  return (
    <details>
      <summary className="w-fit cursor-default">I have the recovery sheet</summary>
      <form onSubmit={submit} className="grid max-w-[34rem] gap-3 pt-2">
        <TextField
          label={`Code of key ${newest}`}
          name="code"
          required
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
          problem={problem || undefined}
          hint="Fourteen groups of four. Capitals, blanks and hyphens do not matter."
        />
        {error !== null && <RefusalNotice error={error} />}
        <Button type="submit" look="primary" disabled={busy !== ""} className="justify-self-start">
          {busy ? "Reading it" : "Take the key from the sheet"}
        </Button>
      </form>
    </details>
  );
}
