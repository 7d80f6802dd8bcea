"use client";

import type { FormEvent } from "react";
import { conversationHref, type SearchAddress, sortFrom, sortNames } from "../conversation/address";
import { useOpenId } from "../conversation/context";
import { useSearch } from "../conversation/search";
import { Choice } from "../ui/choice";

/** The order of the list, and the way to any place of it. Stays while another order is asked for, and keeps the keyboard. */
export function Order() {
  const search = useSearch();
  const openId = useOpenId();
  // Only the address changes and nothing of the page: the list alone is asked for.
  function ask(next: Partial<SearchAddress>) {
    window.history.pushState(null, "", conversationHref(openId, { ...search, ...next }));
  }
  function go(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("rank") as HTMLInputElement;
    const rank = Number.parseInt(field.value.replaceAll(/[^0-9]/g, ""), 10);
    field.blur();
    if (rank > 0) ask({ rank: rank > 1 ? String(rank) : "" });
  }
  return (
    <div className="flex h-8 shrink-0 items-center justify-between gap-2 border-b px-3 text-xs text-ink-soft">
      <Choice
        label="Order"
        title="Each page shown is in the log"
        value={search.sort}
        options={sortNames}
        enter="Enter sorts the list. Each page shown is in the log."
        choose={(sort) => ask({ sort: sortFrom(sort), rank: "" })}
      />
      <form onSubmit={go} className="flex items-center gap-1.5">
        <label className="flex items-center gap-1.5">
          From place
          <input
            key={search.rank}
            name="rank"
            inputMode="numeric"
            defaultValue={search.rank || "1"}
            className="w-16 rounded-xs border border-line-strong/50 bg-raised px-1 text-right text-ink"
          />
        </label>
      </form>
    </div>
  );
}
