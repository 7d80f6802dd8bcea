"use client";

import { useState } from "react";
import type { SearchProgress } from "@/domain/search/schema";
import type { SearchAddress } from "../conversation/address";
import { useCancel } from "../conversation/search";
import { Button } from "../ui/button";
import { count } from "../ui/numbers";

type Props = { readonly search: SearchAddress; readonly progress: SearchProgress };

/** How far the counting is, what it has cost, and the button that ends it. Says nothing of what is done. */
export function Progress({ search, progress }: Props) {
  const cancel = useCancel(search);
  const [ending, setEnding] = useState(false);
  const { id, state, lookedAt, total, costMs, msLeft } = progress;
  const looked = total > 0 ? Math.floor((lookedAt / total) * 100) : 0;
  if (state === "done") return null;
  if (state === "running")
    return (
      <span className="ml-2 inline-flex items-center gap-1.5 text-xs text-ink-faint">
        <progress aria-label="Counted" value={lookedAt} max={Math.max(1, total)} className="h-1.5 w-24 accent-accent" />
        <span className="tabular-nums">
          {looked} % of {count(total)} in {seconds(costMs)}
          {msLeft !== null && `, about ${seconds(msLeft)} left`}
        </span>
        <Button
          look="bare"
          className="py-0 text-xs"
          disabled={ending}
          onClick={() => {
            setEnding(true);
            void cancel(id).finally(() => setEnding(false));
          }}
        >
          Cancel
        </Button>
      </span>
    );
  return (
    <span className="ml-2 text-xs text-ink-faint">
      {state === "cancelled" ? "Cancelled" : "Broken off: it takes longer than one search may"} at {looked} % of {count(total)}
    </span>
  );
}

const seconds = (ms: number) => (ms < 950 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 1_000)} s`);
