"use client";

import { useRouter } from "next/navigation";
import type { FormEvent } from "react";
import { conversationHref, sortFrom, sortNames } from "../conversation/address";
import { useOpenId } from "../conversation/context";
import { useSearch } from "../conversation/search";

/** The order of the list, and the way to any place of it. */
export function Order() {
  const search = useSearch();
  const openId = useOpenId();
  const router = useRouter();
  const by = (sort: string) => router.push(conversationHref(openId, { ...search, sort: sortFrom(sort), rank: "" }));
  function go(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("rank") as HTMLInputElement;
    const rank = Number.parseInt(field.value.replaceAll(/[^0-9]/g, ""), 10);
    field.blur();
    if (rank > 0) router.push(conversationHref(openId, { ...search, rank: rank > 1 ? String(rank) : "" }));
  }
  return (
    <div className="flex h-8 shrink-0 items-center justify-between gap-2 border-b px-3 text-xs text-ink-soft">
      <label className="flex items-center gap-1.5" title="Each page shown is in the log">
        Order
        <select
          value={search.sort}
          onChange={({ target }) => by(target.value)}
          className="rounded-xs border border-line-strong/50 bg-raised px-1"
        >
          {Object.entries(sortNames).map(([sort, name]) => (
            <option key={sort} value={sort}>
              {name}
            </option>
          ))}
        </select>
      </label>
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
