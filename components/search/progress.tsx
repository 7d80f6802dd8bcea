"use client";

import { useState } from "react";
import type { SearchProgress } from "@/domain/search/schema";
import type { SearchAddress } from "../conversation/address";
import { useCancel, useFacets } from "../conversation/search";
import { Button } from "../ui/button";
import { count } from "../ui/numbers";

type Props = { readonly search: SearchAddress; readonly progress: SearchProgress };

/** How far the counting is, what it has cost, and the button that ends it, or begins it anew. Says nothing of what is done. */
export function Progress({ search, progress }: Props) {
  const cancel = useCancel(search);
  const { refetch, isFetching } = useFacets(search, true);
  const [ending, setEnding] = useState(false);
  const { id, state, lookedAt, total, costMs, msLeft } = progress;
  const looked = total > 0 ? Math.floor((lookedAt / total) * 100) : 0;
  if (state === "done") return null;
  if (state === "running")
    return (
      <span className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-faint">
        <progress aria-label="Counted" value={lookedAt} max={Math.max(1, total)} className="h-1.5 w-24" />
        <span className="tabular-nums">
          {looked} % of {count(total)} in {seconds(costMs)}
          {msLeft !== null && `, about ${seconds(msLeft)} left`}
        </span>
        <Button
          look="bare"
          className="-my-1 text-xs"
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
    <span className="flex flex-wrap items-center gap-x-1.5 text-xs text-ink-faint">
      <span role="status">
        {state === "cancelled" ? "Cancelled" : "Broken off"} at {looked} % of {count(total)}
        {state === "too_long" && ": it takes longer than one search may"}
      </span>
      {state === "cancelled" && (
        <Button look="bare" className="-my-1 text-xs" disabled={isFetching} onClick={() => void refetch()}>
          Count again
        </Button>
      )}
    </span>
  );
}

function seconds(ms: number): string {
  if (ms < 950) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}
