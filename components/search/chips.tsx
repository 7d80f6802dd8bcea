"use client";

import { chipsOf, type SearchAddress, without } from "../conversation/address";
import { useCodes, useSet } from "../conversation/search";

type Props = { readonly search: SearchAddress; readonly run: (next: SearchAddress) => void };

/** What narrows a search besides its words, each to be taken away. */
export function Chips({ search, run }: Props) {
  const labels = new Map(useCodes().data?.map(({ key, label }) => [key, label]));
  const set = useSet(search.set);
  return chipsOf(search, labels, set.data?.name).map((chip) => (
    <button
      key={`${chip.name} ${chip.value}`}
      type="button"
      aria-label={`${chip.label}, take away`}
      title="Take this filter away"
      onClick={() => run(without(search, chip))}
      className="inline-flex items-center gap-1 rounded-xs border border-line-strong/50 bg-raised px-1.5 text-left text-xs leading-5 hover:border-danger hover:text-danger"
    >
      {chip.label} <span aria-hidden>×</span>
    </button>
  ));
}
