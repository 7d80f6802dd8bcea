"use client";

import type { SearchAddress } from "../conversation/address";
import { useFacets, useResults } from "../conversation/search";
import { count } from "../ui/numbers";

/** How the query was understood and how much answers it; or what is wrong with it, and where. */
export function QueryReading({ search }: { readonly search: SearchAddress }) {
  const results = useResults(search);
  const facets = useFacets(search, results.isSuccess);
  if (results.error?.code === "invalid") return <Wrong query={search.q} message={results.error.message} details={results.error.details} />;
  const first = results.data?.pages[0];
  if (!first)
    return (
      <p id="query-reading" className="text-ink-faint">
        {results.isPending ? "Searching" : ""}
      </p>
    );
  const exact = facets.data && !facets.isPlaceholderData ? facets.data.count : first.count;
  return (
    <p id="query-reading" role="status" className="text-ink-soft">
      <span className="font-evidence text-base">{first.reading}</span>
      <span className="mx-1.5 text-line-strong">·</span>
      <strong className="font-semibold text-ink">{count(exact.value)}</strong>{" "}
      {exact.relation === "exact" ? "exactly" : exact.relation === "at_least" ? "at least, still counting" : "estimated"}
    </p>
  );
}

function Wrong({
  query,
  message,
  details,
}: {
  readonly query: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}) {
  const { at, length } = details;
  const known = typeof at === "number" && typeof length === "number";
  return (
    <div id="query-reading" role="alert" className="flex flex-wrap items-baseline gap-x-3">
      {known && (
        <code className="font-mono text-sm whitespace-pre-wrap">
          {query.slice(0, at)}
          <span className="bg-danger/15 underline decoration-danger decoration-wavy underline-offset-4">
            {query.slice(at, at + length) || "\u2009⌄"}
          </span>
          {query.slice(at + length)}
        </code>
      )}
      <span className="text-danger">
        {message}
        {known && <span className="text-ink-faint"> At character {at + 1}.</span>}
      </span>
    </div>
  );
}
