"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { conversationHref, filtersOf, type SearchAddress } from "../conversation/address";
import { useOpenId, useRoom } from "../conversation/context";
import { useFacets, useResults, useSearch } from "../conversation/search";
import { Button } from "../ui/button";
import { Deed } from "../ui/deed";
import { TextField } from "../ui/field";
import { count } from "../ui/numbers";
import { useKeys } from "../ui/use-keys";
import { Chips } from "./chips";
import { DrawSample } from "./draw-sample";
import { draftOf, QueryField } from "./query-field";
import { QueryFilters } from "./query-filters";
import { QueryHelp } from "./query-help";
import { QueryReading } from "./query-reading";
import { SaveSearch } from "./save-search";

/** The question, how it was understood, and what narrows it. All of it is in the address. */
export function QueryBar() {
  const search = useSearch();
  const router = useRouter();
  const openId = useOpenId();
  const results = useResults(search);
  const { queryPrecedence, metadataMinimum } = useRoom();
  const settings = { queryPrecedence, metadataMinimum };
  const [typed, setTyped] = useState<{ readonly asked: string; readonly text: string } | null>(null);
  // What was typed is of the query that stood there: going back brings that one.
  const draft = draftOf(typed?.asked === search.q ? typed.text : search.q, settings);
  const [filtering, setFiltering] = useState(false);
  useKeys([["F", () => setFiltering(!filtering)]]);

  // Within the search only the address changes and nothing of the page: no way to the server and back before the question is asked.
  function run(next: SearchAddress) {
    const href = conversationHref(null, { ...next, rank: "" });
    if (openId) router.push(href);
    else window.history.pushState(null, "", href);
  }

  return (
    <search className="block shrink-0 border-b bg-panel px-3 py-2 print:hidden">
      <div className="flex flex-wrap items-center gap-2">
        <QueryField
          asked={search.q}
          settings={settings}
          draft={draft}
          type={(text) => setTyped({ asked: search.q, text })}
          search={(q) => run({ ...search, q })}
        />
        <QueryHelp />
        <Button shortcut="F" aria-expanded={filtering} aria-controls="query-filters" onClick={() => setFiltering(!filtering)}>
          Filters
        </Button>
        <FreezeSearch search={search} />
        <DrawSample search={search} />
        <SaveSearch search={search} />
      </div>
      <div className="mt-1.5 flex min-h-5 flex-wrap items-center gap-x-2 gap-y-1">
        <QueryReading search={search} draft={draft} />
        <Chips search={search} run={run} />
      </div>
      {filtering && <QueryFilters search={search} run={run} ready={results.isSuccess} />}
    </search>
  );
}

// Says how many before it is done; the number frozen is the number at the moment of freezing.
function FreezeSearch({ search }: { readonly search: SearchAddress }) {
  const { actions } = useRoom();
  const results = useResults(search);
  const facets = useFacets(search, results.isSuccess);
  if (!actions.includes("set:freeze")) return null;
  const first = results.data?.pages[0];
  const many = facets.data?.count.relation === "exact" && !facets.isPlaceholderData ? count(facets.data.count.value) : null;
  return (
    <Deed
      name="Freeze into a set"
      shortcut="s"
      title="Freeze this search into a set"
      address="/api/sets"
      fixed={{ query: search.q, filters: filtersOf(search), sort: search.sort }}
      submit="Freeze the set"
      busy="Freezing"
      then="/sets"
      consequences={
        <>
          <p>
            {first?.reading ?? "The search"}: {many ? `${many} conversations as counted now` : "still being counted"}. The list is frozen as
            it stands; what is loaded or coded later does not change it.
          </p>
          <p>
            Your side sees the set, but for colleagues from whom something is withheld that you are cleared for. The log says that a set was
            frozen, and its size; the query is sealed to your side.
          </p>
        </>
      }
    >
      <TextField label="Name of the set" name="name" required maxLength={120} />
    </Deed>
  );
}
