"use client";

import { encode } from "uqr";
import { sideOwner } from "@/domain/sealing/keyring";
import type { Sealing } from "@/domain/sealing/schema";
import { sideInWords } from "../log/words";
import { Button } from "../ui/button";
import { dayOf } from "../ui/when";
import { SafetyNumber } from "./side-key";

/** The side's key on one sheet of paper, made in this browser. Whoever holds the sheet holds the key. */
export function Sheet({ sealing, code, putAway }: { readonly sealing: Sealing; readonly code: string; readonly putAway: () => void }) {
  const newest = sealing.keys.at(-1);
  if (!newest) return null;
  return (
    <div className="mx-auto grid max-w-[46rem] gap-6 px-6 py-6 print:max-w-none print:p-0">
      <div className="flex gap-2 print:hidden">
        <Button look="primary" onClick={() => window.print()}>
          Print it
        </Button>
        <Button onClick={putAway}>Put it away</Button>
      </div>
      <article className="grid gap-5 border border-line-strong/60 bg-raised p-8 print:border-0 print:bg-transparent print:p-0">
        <header>
          <h1 className="font-evidence text-2xl leading-tight font-semibold">Recovery sheet of key {newest.epoch}</h1>
          <p className="mt-1 text-base text-ink-soft">
            Reading Room, {sideInWords(sealing.side)}. Key made on {dayOf(newest.madeAt)}
            {newest.madeBy && ` by ${newest.madeBy}`}.
          </p>
        </header>
        <div className="flex flex-wrap items-start gap-8">
          <QrCode text={code} />
          <div className="grid max-w-[24rem] flex-1 gap-3">
            <p className="font-mono text-lg leading-relaxed tracking-wide break-words" data-testid="sheet-code">
              {code}
            </p>
            <p className="text-sm">
              Safety number of the key
              <br />
              <SafetyNumber publicKey={newest.publicKey} owner={sideOwner(sealing, newest.epoch)} />
            </p>
          </div>
        </div>
        <div className="grid max-w-[68ch] gap-2 text-base">
          <p>
            With this code, and an account of your side, anybody reads what the log sealed for the side, and its notes, up to the next key.
            Keep it where you keep originals: sealed, in a safe, not at the host.
          </p>
          <p>
            To use it: sign in, open “Keys of your side”, unlock or make a key of your own, choose “I have the recovery sheet”, and type the
            code. The host cannot recover anything without it.
          </p>
        </div>
      </article>
    </div>
  );
}

function QrCode({ text }: { readonly text: string }) {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg role="img" aria-label="The same code for a camera" viewBox={`0 0 ${size} ${size}`} className="size-44 bg-white">
      <path d={path} fill="black" shapeRendering="crispEdges" />
    </svg>
  );
}
