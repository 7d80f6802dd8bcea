"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Step, Way } from "@/domain/search/schema";
import { ask } from "../ask";
import { Key } from "../ui/key";
import { count } from "../ui/numbers";
import { useKeys } from "../ui/use-keys";
import { conversationHref, paramsOf } from "./address";
import { useRoom } from "./context";
import { useFacets, usePlace, useResults, useSearch } from "./search";

const ends: Record<Way, string> = {
  next: "This is the last one.",
  previous: "This is the first one.",
  uncoded: "No uncoded one after this.",
};

/** Where the open conversation stands in what answers, and the way to the one before, the one after and the next uncoded, without the list. */
export function Steps({ id }: { readonly id: string }) {
  const search = useSearch();
  const router = useRouter();
  const { actions } = useRoom();
  const facets = useFacets(search, useResults(search).isSuccess);
  const state = facets.isPlaceholderData ? undefined : facets.data?.search.state;
  const counted = state === "done";
  const counting = !facets.isError && (state === undefined || state === "running");
  const place = usePlace(search, id, counted);
  const [going, setGoing] = useState(false);
  const [said, setSaid] = useState("");

  async function step(way: Way) {
    if (going) return;
    setGoing(true);
    setSaid("");
    try {
      const params = paramsOf({ ...search, rank: "" });
      params.set("way", way);
      const found = await ask<Step>(`/api/conversations/${encodeURIComponent(id)}/step?${params}`);
      if (found.id) router.push(conversationHref(found.id, search));
      else setSaid(ends[way]);
    } catch (error) {
      setSaid(error instanceof Error ? error.message : "The next one did not come.");
    } finally {
      setGoing(false);
    }
  }
  useKeys([
    ["]", () => void step("next")],
    ["[", () => void step("previous")],
    ["}", () => void step("uncoded")],
  ]);
  const button =
    "inline-flex items-center gap-1 whitespace-nowrap rounded-xs border border-line-strong/50 px-1.5 text-xs leading-5 hover:bg-raised disabled:opacity-60";
  return (
    <nav aria-label="Among the results" className="flex flex-wrap items-center gap-1.5 text-xs text-ink-soft">
      <button type="button" className={button} disabled={going} onClick={() => void step("previous")} title="Previous in the results">
        <span className="sr-only">Previous in the results</span>
        <span aria-hidden>‹</span> <Key>[</Key>
      </button>
      <span role="status" className="whitespace-nowrap tabular-nums">
        {said ||
          (place.data?.rank
            ? `${count(place.data.rank)} of ${count(place.data.total ?? 0)}`
            : counted
              ? "not among the results"
              : counting
                ? "counting"
                : "place not counted")}
      </span>
      <button type="button" className={button} disabled={going} onClick={() => void step("next")} title="Next in the results">
        <span className="sr-only">Next in the results</span>
        <span aria-hidden>›</span> <Key>]</Key>
      </button>
      {actions.includes("codebook:read") && (
        <button type="button" className={button} disabled={going} onClick={() => void step("uncoded")}>
          Next uncoded <Key>{"}"}</Key>
        </button>
      )}
    </nav>
  );
}
