"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { ResultPage } from "@/domain/search/schema";
import { conversationHref, isNarrowed, paramsOf, type SearchAddress } from "../conversation/address";
import { useHasSuperseded, useOpenId } from "../conversation/context";
import { Refused } from "../conversation/refused";
import { useCodes, useResults, useSearch } from "../conversation/search";
import { Watermark } from "../leaving/watermark";
import { Button } from "../ui/button";
import { count, counted } from "../ui/numbers";
import { useKeys } from "../ui/use-keys";
import { Order } from "./order";
import { ResultRow } from "./result-row";

/** What answers, in the order chosen, as far as it was asked for; more is asked for at the end of the list. */
export function ResultList() {
  const { data, error } = useResults(useSearch());
  const none = data?.pages[0]?.count.value === 0;
  // An order is refused where it is not worked out for so many: another one is chosen above.
  const ordered = error ? error.details.rule === "sort" : !none;
  return (
    <div className="flex h-full min-h-0 flex-col">
      {ordered && <Order />}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Answer />
      </div>
    </div>
  );
}

function Answer() {
  const search = useSearch();
  const { data, isPending, error, refetch } = useResults(search);
  if (error?.details.rule === "sort") return <Unsorted message={error.message} />;
  if (error)
    return error.code === "invalid" ? <Waiting words={"at" in error.details} /> : <Refused error={error} again={() => void refetch()} />;
  if (isPending) return <Skeleton />;
  const [first] = data.pages;
  if (first?.items.length === 0)
    return first.count.value > 0 ? <Beyond search={search} last={first.count.value} /> : <Nothing search={search} />;
  return <Rows key={paramsOf(search).toString()} />;
}

function Rows() {
  const search = useSearch();
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = useResults(search);
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const labels = new Map(useCodes().data?.map(({ key, label }) => [key, label]));
  const openId = useOpenId();
  const router = useRouter();
  const box = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState(-1);
  const opened = rows.findIndex(({ id }) => id === openId);
  const at = opened >= 0 ? opened : chosen;
  const before = (data?.pages[0]?.rank ?? 1) - 1;
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => 84,
    overscan: 6,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const shown = list.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && last >= rows.length - 3) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);

  useEffect(() => {
    if (at >= 0) list.scrollToIndex(at);
  }, [at, list]);

  // Closing a conversation leaves one where one was in the list.
  useEffect(() => {
    if (opened >= 0) setChosen(opened);
  }, [opened]);

  function step(by: number) {
    const next = Math.max(0, Math.min(rows.length - 1, at + by));
    const row = rows[next];
    if (!row || next === at) return;
    if (openId) router.push(conversationHref(row.id, search, row.snippet && search.q ? row.snippet.turn : undefined));
    else setChosen(next);
  }
  const chosenRow = rows[at];
  useKeys([
    ["j", () => step(1)],
    ["k", () => step(-1)],
    [
      "Enter",
      () => chosenRow && !openId && router.push(conversationHref(chosenRow.id, search, search.q ? chosenRow.snippet?.turn : undefined)),
    ],
  ]);

  return (
    <div className="relative h-full">
      <nav ref={box} aria-label="Results" className="h-full overflow-y-auto">
        <ul className="relative" style={{ height: list.getTotalSize() }}>
          {shown.map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <li
                  key={item.key}
                  ref={list.measureElement}
                  data-index={item.index}
                  aria-setsize={hasNextPage ? -1 : before + rows.length}
                  aria-posinset={before + item.index + 1}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <ResultRow row={row} search={search} labels={labels} open={row.id === openId} chosen={item.index === at} />
                </li>
              )
            );
          })}
        </ul>
        <div className="flex items-center justify-center gap-3 px-3 py-2 text-xs text-ink-faint">
          {hasNextPage ? (
            <Button look="bare" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {isFetchingNextPage ? "Reading the next page" : isFetchNextPageError ? "The next page did not come. Ask again" : "Next page"}
            </Button>
          ) : (
            `That is all: ${counted(before + rows.length, "conversation")}.`
          )}
        </div>
      </nav>
      <Watermark look={pageAt(data?.pages ?? [], list.range?.startIndex ?? 0)} />
    </div>
  );
}

// Every page of results is a look of its own.
function pageAt(pages: readonly ResultPage[], index: number): ResultPage | undefined {
  let before = 0;
  return pages.find(({ items }) => {
    before += items.length;
    return index < before;
  });
}

function Skeleton() {
  return (
    <div role="status" aria-label="Searching" className="grid h-full content-start overflow-hidden">
      {["a", "b", "c", "d", "e", "f", "g", "h"].map((row) => (
        <div key={row} className="grid h-[84px] content-center gap-2 border-b px-3">
          <div className="h-3 w-3/5 rounded-xs bg-line/70" />
          <div className="h-3 w-11/12 rounded-xs bg-line/50" />
          <div className="h-3 w-4/5 rounded-xs bg-line/50" />
        </div>
      ))}
    </div>
  );
}

function Unsorted({ message }: { readonly message: string }) {
  return (
    <p role="alert" className="px-4 py-8 text-ink-soft">
      {message}
    </p>
  );
}

// What is wrong stands above: in the words, or in a filter that the address brought along.
function Waiting({ words }: { readonly words: boolean }) {
  return (
    <p className="px-4 py-8 text-ink-soft">
      {words
        ? "The query above cannot be carried out as it is written. Mend it, and press Enter."
        : "A filter above cannot be read. Take it away with its ×."}
    </p>
  );
}

// The list was to begin at a place that it does not have.
function Beyond({ search, last }: { readonly search: SearchAddress; readonly last: number }) {
  return (
    <div className="grid gap-1 px-4 py-8">
      <p className="font-evidence text-lg">The list ends before that place</p>
      <p className="text-ink-soft">
        {counted(last, "conversation answers", "conversations answer")}; from place {count(Number(search.rank))} on there are none.
      </p>
      <p className="flex gap-4">
        <Link href={conversationHref(null, { ...search, rank: "" })} prefetch={false} className="text-accent underline">
          From the first
        </Link>
        <Link href={conversationHref(null, { ...search, rank: String(last) })} prefetch={false} className="text-accent underline">
          The last one
        </Link>
      </p>
    </div>
  );
}

function Nothing({ search }: { readonly search: SearchAddress }) {
  const leftOut = useHasSuperseded() && !search.superseded && !search.set;
  return (
    <div className="grid gap-1 px-4 py-8">
      <p className="font-evidence text-lg">Nothing answers</p>
      <p className="text-ink-soft">
        Every conversation that you may see was looked at{leftOut && ", other than versions that were superseded"}. Words side by side are a
        phrase: put AND between them to find them apart, or * after the beginning of a word.
        {isNarrowed(search) && " The filters above narrow the search; take one away with its ×."}
      </p>
      {leftOut && (
        <p className="text-ink-soft">
          <Link href={conversationHref(null, { ...search, superseded: true })} prefetch={false} className="text-accent underline">
            Look in superseded versions too
          </Link>
        </p>
      )}
    </div>
  );
}
