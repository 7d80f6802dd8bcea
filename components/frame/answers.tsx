"use client";

import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";

/**
 * Asks for answers and forgets them when nothing shows them any more: going back to a conversation asks the server again, which
 * writes it down again. Nothing is asked a second time on its own, since a second asking is a second look.
 */
export function Answers({ children }: { readonly children: React.ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        queryCache: forgetful(),
        defaultOptions: {
          queries: {
            gcTime: 0,
            staleTime: Number.POSITIVE_INFINITY,
            refetchOnWindowFocus: false,
            refetchOnReconnect: false,
            retry: false,
          },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

// A lifetime of nothing still lasts until the next timer, and who goes back sooner than that would be shown what nobody wrote down.
function forgetful(): QueryCache {
  const cache = new QueryCache();
  cache.subscribe(({ type, query }) => {
    if (type === "observerRemoved" && query.getObserversCount() === 0) cache.remove(query);
    // Handed from one part of the page to another at the same moment: it is shown, and so it is known.
    if (type === "observerAdded") cache.add(query);
  });
  return cache;
}
