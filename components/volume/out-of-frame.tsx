"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { OutOfFrame as Outside } from "@/domain/volumes/schema";
import { ask } from "../ask";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";

type Answer = { readonly items: readonly Outside[]; readonly next: string | null };

const reasons: Record<Outside["why"][number], string> = {
  early: "before the frame",
  late: "after the frame",
  undated: "undated",
  business: "a business user",
};

/** Which conversations lie outside of the frame, a page at a time, and all of them as a file. */
export function OutOfFrame({ volume }: { readonly volume: string }) {
  const address = `/api/volumes/${volume}/out-of-frame`;
  const pages = useInfiniteQuery({
    queryKey: ["out-of-frame", volume],
    queryFn: ({ pageParam, signal }) => ask<Answer>(`${address}?limit=50&after=${pageParam}`, { signal }),
    initialPageParam: "0",
    getNextPageParam: ({ next }) => next,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="Out of the frame">
      <p className="text-xs text-ink-faint">
        One by one, in order of number.{" "}
        <a href={`${address}?format=csv`} download className="text-accent underline print:hidden">
          All of them as CSV
        </a>
      </p>
      {pages.error && <RefusalNotice error={pages.error} />}
      {items.length > 0 && (
        <Table caption="Conversations out of the frame" columns={[{ name: "Conversation" }, { name: "Why" }]}>
          {items.map(({ controlNumber, why }) => (
            <Row key={controlNumber}>
              <Cell className="font-mono text-xs">{controlNumber}</Cell>
              <Cell>{why.map((one) => reasons[one]).join(", ")}</Cell>
            </Row>
          ))}
        </Table>
      )}
      {pages.isPending && <p className="text-ink-faint">Looking them up …</p>}
      {pages.hasNextPage && (
        <div>
          <Button disabled={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {pages.isFetchingNextPage ? "Looking further" : "Show more"}
          </Button>
        </div>
      )}
    </Section>
  );
}
