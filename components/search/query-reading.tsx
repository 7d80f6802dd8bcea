"use client";

import { characterAt } from "@/domain/query/reading";
import type { Refusal } from "../ask";
import { isWholeSet, type SearchAddress } from "../conversation/address";
import { useClauses, useFacets, useResults, useSet } from "../conversation/search";
import { count } from "../ui/numbers";
import { Progress } from "./progress";
import type { Draft } from "./query-field";

type Counted = { readonly value: number; readonly relation: "exact" | "at_least" | "estimate" };

/** How the query is understood: while it is typed, and beside what answers it, part by part with what each finds. Or what is wrong, and where. */
export function QueryReading({ search, draft }: { readonly search: SearchAddress; readonly draft: Draft }) {
  const results = useResults(search);
  const facets = useFacets(search, results.isSuccess);
  const { problem } = draft;
  if (problem)
    return (
      <p id="query-reading" role="status" className="text-danger">
        {problem.message} <span className="text-ink-faint">At character {characterAt(draft.text, problem.at)}.</span>
      </p>
    );
  if (draft.text.trim() !== search.q)
    return (
      <p id="query-reading" role="status" className="text-ink-soft">
        <bdi dir="ltr" className="font-evidence text-base italic">
          {draft.reading}
        </bdi>
        <span className="ml-2 text-xs text-ink-faint">Enter asks it.</span>
      </p>
    );
  const first = results.data?.pages[0];
  if (!first)
    return (
      <p id="query-reading" className={isRefused(results.error) ? "text-danger" : "text-ink-soft"}>
        {isRefused(results.error) ? (
          results.error?.message
        ) : (
          <bdi dir="ltr" className="font-evidence text-base">
            {draft.reading}
          </bdi>
        )}
        {results.isPending && <span className="ml-2 text-xs text-ink-faint">Searching</span>}
      </p>
    );
  const counted = facets.isPlaceholderData ? undefined : facets.data;
  return (
    <div id="query-reading" className="flex flex-wrap items-baseline gap-x-2">
      <p role="status" className="text-ink-soft">
        <bdi dir="ltr" className="font-evidence text-base">
          {first.reading}
        </bdi>
        <span className="mx-1.5 text-line-strong">·</span>
        <Found count={counted && counted.count.value >= first.count.value ? counted.count : first.count} />
      </p>
      {counted && <Progress search={search} progress={counted.search} />}
      {counted && <Missing search={search} found={counted.count} />}
      <Parts search={search} enabled={facets.isSuccess && draft.parts > 1} />
    </div>
  );
}

// Where an order is refused the question stands: only its list does not come.
function isRefused(error: Refusal | null): boolean {
  return error?.code === "invalid" && error.details.rule !== "sort";
}

// A set keeps its members whatever becomes of them; what may not be seen any more is not in its list, and would seem lost.
function Missing({ search, found }: { readonly search: SearchAddress; readonly found: Counted }) {
  const { data: set } = useSet(search.set);
  if (!set || !isWholeSet(search) || found.relation !== "exact" || found.value >= set.size) return null;
  return (
    <span className="text-xs text-ink-faint">
      of {count(set.size)} that were frozen: the others are withdrawn, deleted, or designated above your tier
    </span>
  );
}

function Found({ count: { value, relation } }: { readonly count: Counted }) {
  return (
    <>
      <strong className="font-semibold text-ink">{count(value)}</strong>{" "}
      {relation === "exact" ? "exactly" : relation === "at_least" ? "at least" : "estimated"}
    </>
  );
}

/** What each part of the question finds for itself. Asked for when the answer has been counted. */
function Parts({ search, enabled }: { readonly search: SearchAddress; readonly enabled: boolean }) {
  const { data } = useClauses(search, enabled);
  if (!data?.join) return null;
  return (
    <ul aria-label="What each part finds" className="flex flex-wrap gap-x-1.5 text-xs text-ink-soft">
      {data.clauses.map(({ reading, query, count: found }) => (
        <li key={query} className="rounded-xs border border-line px-1.5 leading-5" title={query}>
          <bdi dir="ltr" className="font-evidence">
            {reading}
          </bdi>{" "}
          <span className="text-ink-faint">
            {found ? `${found.relation === "exact" ? "" : "at least "}${count(found.value)}` : "only beside the others"}
          </span>
        </li>
      ))}
    </ul>
  );
}
