"use client";

import { useEffect, useState } from "react";
import type { CheckpointAnswer } from "@/domain/proofs/schema";
import { ask } from "../ask";
import { count, counted } from "../ui/numbers";
import { minuteOf } from "../ui/when";

const EVERY = 30_000;

/**
 * The line at the foot of every page: how much of the log is signed, and the first characters of its root. Whoever writes it down, or
 * prints a page, holds the log's host to it.
 */
export function CheckpointLine() {
  const [newest, setNewest] = useState<CheckpointAnswer | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    const look = () =>
      ask<CheckpointAnswer>("/api/audit/checkpoint", { signal: gone.signal })
        .then(setNewest)
        .catch(() => undefined);
    void look();
    const again = setInterval(() => void look(), EVERY);
    return () => {
      gone.abort();
      clearInterval(again);
    };
  }, []);
  return (
    <footer className="flex h-6 shrink-0 items-center gap-3 overflow-hidden border-t bg-panel px-3 text-2xs whitespace-nowrap text-ink-soft">
      {newest ? <Said newest={newest} /> : <span className="print:hidden">The log’s newest checkpoint is asked for.</span>}
    </footer>
  );
}

export function Said({
  newest: { size, root, origin, at, behind, cosignatures, unwitnessedSince },
}: {
  readonly newest: CheckpointAnswer;
}) {
  const latest = cosignatures.reduce<(typeof cosignatures)[number] | null>(
    (best, one) => (best && best.size >= one.size ? best : one),
    null,
  );
  return (
    <>
      <span title={`${origin}, signed ${minuteOf(at)}. The whole root: ${root}`}>
        The log: {counted(size, "entry", "entries")}, root <span className="font-mono text-ink">{root.slice(0, 12)}</span>
        <span className="hidden print:inline">, signed {minuteOf(at)}</span>
      </span>
      {latest && (
        <span>
          {latest.name} confirmed {count(latest.size)}, {minuteOf(latest.at)}
        </span>
      )}
      {behind.seconds > 60 && (
        <span role="status" className="font-semibold text-danger">
          {counted(behind.entries, "entry waits", "entries wait")} to be signed since {Math.round(behind.seconds / 60)} min
        </span>
      )}
      {unwitnessedSince && Date.parse(at) - Date.parse(unwitnessedSince) > 600_000 && (
        <span role="status" className="font-semibold text-danger">
          No witness has confirmed the log since {minuteOf(unwitnessedSince)}
        </span>
      )}
    </>
  );
}
