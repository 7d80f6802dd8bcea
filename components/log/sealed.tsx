"use client";

import { useEffect, useState } from "react";
import type { Side } from "@/domain/access/permissions";
import { type OwnDetail, SEALED_DETAIL } from "@/domain/audit/schema";
import { fromBase64 } from "@/lib/bytes";
import { open } from "@/lib/seal";
import { type Unlocked, useVault } from "../sealing/vault";
import { factsOf } from "./fact-words";
import { sealedInWords } from "./words";

type Opened = { readonly says: Readonly<Record<string, unknown>> } | { readonly fails: "unheld" | "alarm" };

/** What an entry says to one side alone: opened in place when that side's keys are, and held against what the log committed to. */
export function SealedDetail({ own, side }: { readonly own: OwnDetail | null; readonly side: Side | null }) {
  const { unlocked, mine, ask } = useVault();
  const opened = useOpened(own, unlocked);
  if (!own) return <span className="text-ink-faint italic">{sealedInWords(side)}</span>;
  if (!unlocked)
    return (
      <span className="text-ink-faint">
        <span className="italic">sealed to your side; </span>
        {mine && (
          <button type="button" className="text-accent underline" onClick={() => ask(true)}>
            unlock to read
          </button>
        )}
      </span>
    );
  if (!opened) return <span className="text-ink-faint italic">opening</span>;
  if ("fails" in opened)
    return opened.fails === "unheld" ? (
      <span className="text-ink-faint italic">sealed to key {own.epoch} of your side, which you do not hold</span>
    ) : (
      <span role="alert" className="max-w-96 font-semibold text-danger">
        What was sealed is not what the log committed to. Tell your counsel and the monitor.
      </span>
    );
  const facts = factsOf(opened.says);
  if (facts.length === 0) return <span className="text-ink-soft">no words and no filters: everything was asked for</span>;
  return (
    <dl className="border-l-2 border-good/60 pl-2">
      {facts.map(([name, value]) => (
        <div key={name} className="max-w-96 break-words">
          <dt className="inline text-ink-faint">{name} </dt>
          <dd className="inline">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function useOpened(own: OwnDetail | null, unlocked: Unlocked | null): Opened | null {
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    let current = true;
    setOpened(null);
    if (own && unlocked) void read(own, unlocked).then((result) => current && setOpened(result));
    return () => {
      current = false;
    };
  }, [own, unlocked]);
  return opened;
}

async function read({ epoch, box, commitment }: OwnDetail, { sealing: { matter, side }, opened }: Unlocked): Promise<Opened> {
  const keys = opened.keys.get(epoch);
  if (!keys) return { fails: "unheld" };
  const committed = Uint8Array.from(commitment.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  // The commitment is checked while it opens; a box that does not open with the key it names is no better.
  const secret = await open(keys.pair, { purpose: SEALED_DETAIL, matter, side, epoch }, committed, fromBase64(box)).catch(() => null);
  if (!secret) return { fails: "alarm" };
  const { question: _reading, page: _page, ...says } = JSON.parse(secret.body) as Record<string, unknown>;
  return { says };
}
