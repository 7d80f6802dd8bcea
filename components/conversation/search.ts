"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { Code } from "@/domain/coding/schema";
import type { QueryReading } from "@/domain/query/schema";
import type { Facets, Place, ResultPage } from "@/domain/search/schema";
import type { ReviewedSet } from "@/domain/sets/schema";
import { ask, type Refusal } from "../ask";
import { countedParams, paramsOf, type SearchAddress, searchFrom } from "./address";
import { useRoom } from "./context";
import { patternsIn } from "./hits";

/** The search that the address holds. */
export function useSearch(): SearchAddress {
  return searchFrom(useSearchParams());
}

/** What of the search is marked in what is read. `asked`: the query where it holds regular expressions, which the database has to find; else nothing. */
export function useMarking() {
  const { q } = useSearch();
  const { queryPrecedence, metadataMinimum } = useRoom();
  return useMemo(() => {
    const settings = { queryPrecedence, metadataMinimum };
    const patterns = patternsIn(q, settings);
    return { q, settings, patterns, asked: patterns.length > 0 ? q : "" };
  }, [q, queryPrecedence, metadataMinimum]);
}

const facetsKey = (search: SearchAddress) => ["facets", countedParams(search)] as const;
const resultsKey = (search: SearchAddress) => ["results", paramsOf(search).toString()] as const;

/** The pages of results asked for so far. Every page is a look of its own, so none is asked for before it is wanted. */
export function useResults(search: SearchAddress) {
  return useInfiniteQuery<ResultPage, Refusal, { pages: ResultPage[] }, readonly string[], string | null>({
    queryKey: resultsKey(search),
    queryFn: ({ pageParam, signal }) => {
      const params = paramsOf(search);
      if (pageParam) {
        params.set("after", pageParam);
        params.delete("rank");
      }
      return ask<ResultPage>(`/api/conversations?${params}`, { signal });
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  });
}

/**
 * Counts by month, model, language, volume, turns and own code. Asked after the rows are there, so that they never wait for it, and asked
 * again while the counting goes on: what is counted so far is shown.
 */
export function useFacets(search: SearchAddress, enabled: boolean) {
  return useQuery<Facets, Refusal>({
    queryKey: facetsKey(search),
    queryFn: ({ signal, client }) => {
      const known = client.getQueryData<Facets>(facetsKey(search))?.search;
      if (known?.state === "running") return ask<Facets>(`/api/searches/${known.id}?wait=1`, { signal });
      return ask<Facets>(`/api/conversations/facets?${countedParams(search)}&wait=1`, { signal });
    },
    refetchInterval: ({ state }) => (state.data?.search.state === "running" && !state.error ? 300 : false),
    enabled,
    placeholderData: keepPreviousData,
  });
}

/** What each part of a question finds for itself. Asked for only where there are several. */
export function useClauses(search: SearchAddress, enabled: boolean) {
  return useQuery<QueryReading, Refusal>({
    queryKey: ["clauses", countedParams(search)],
    queryFn: ({ signal }) => ask<QueryReading>(`/api/conversations/reading?${countedParams(search)}&count=true`, { signal }),
    enabled: enabled && search.q !== "",
  });
}

/** Ends the counting of a search; what it has counted stays. */
export function useCancel(search: SearchAddress) {
  const client = useQueryClient();
  return async (id: string) => client.setQueryData(facetsKey(search), await ask<Facets>(`/api/searches/${id}`, { method: "DELETE" }));
}

/** Where a conversation stands among what answers, once that is counted. */
export function usePlace(search: SearchAddress, id: string, counted: boolean) {
  const params = paramsOf({ ...search, rank: "" }).toString();
  return useQuery<Place, Refusal>({
    queryKey: ["place", id, params],
    queryFn: ({ signal }) => ask<Place>(`/api/conversations/${encodeURIComponent(id)}/place?${params}`, { signal }),
    enabled: counted,
  });
}

/** The set that a search is within; nothing is asked where it is within none. */
export function useSet(id: string) {
  return useQuery<ReviewedSet, Refusal>({
    queryKey: ["set", id],
    queryFn: ({ signal }) => ask<ReviewedSet>(`/api/sets/${encodeURIComponent(id)}`, { signal }),
    enabled: id !== "",
  });
}

/** The codes of one's own side that are in use. */
export function useCodes() {
  return useQuery<readonly Code[], Refusal>({
    queryKey: ["codes"],
    queryFn: async ({ signal }) =>
      (await ask<{ items: Code[] }>("/api/codes?limit=200", { signal })).items.filter(({ retired }) => !retired),
  });
}
