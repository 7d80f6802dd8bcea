"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import type { Code } from "@/domain/coding/schema";
import type { QueryReading } from "@/domain/query/schema";
import type { Facets, ResultPage } from "@/domain/search/schema";
import { ask, type Refusal } from "../ask";
import { countedParams, paramsOf, type SearchAddress, searchFrom } from "./address";

/** The search that the address holds. */
export function useSearch(): SearchAddress {
  return searchFrom(useSearchParams());
}

const resultsKey = (search: SearchAddress) => ["results", paramsOf(search).toString()] as const;

/** The pages of results asked for so far. Every page is a look of its own, so none is asked for before it is wanted. */
export function useResults(search: SearchAddress) {
  return useInfiniteQuery<ResultPage, Refusal, { pages: ResultPage[] }, readonly string[], string | null>({
    queryKey: resultsKey(search),
    queryFn: ({ pageParam, signal }) => {
      const params = paramsOf(search);
      if (pageParam) params.set("after", pageParam);
      return ask<ResultPage>(`/api/conversations?${params}`, { signal });
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  });
}

/** Counts by month, model, language, volume and own code. Asked after the rows are there, so that they never wait for it. */
export function useFacets(search: SearchAddress, enabled: boolean) {
  return useQuery<Facets, Refusal>({
    queryKey: ["facets", countedParams(search)],
    queryFn: ({ signal }) => ask<Facets>(`/api/conversations/facets?${countedParams(search)}`, { signal }),
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

/** The codes of one's own side that are in use. */
export function useCodes() {
  return useQuery<readonly Code[], Refusal>({
    queryKey: ["codes"],
    queryFn: async ({ signal }) =>
      (await ask<{ items: Code[] }>("/api/codes?limit=200", { signal })).items.filter(({ retired }) => !retired),
  });
}
