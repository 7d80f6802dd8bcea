"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import type { ResultRow as Row, Snippet } from "@/domain/search/schema";
import { conversationHref, languageName, type SearchAddress } from "../conversation/address";
import { Pieces } from "../evidence/evidence";
import { cut } from "../evidence/pieces";
import { monthOf } from "../ui/when";

type Props = {
  readonly row: Row;
  readonly search: SearchAddress;
  readonly labels: ReadonlyMap<string, string>;
  readonly open: boolean;
  readonly chosen: boolean;
};

/** One conversation among the results: what it is, what our side says of it, and a few of its words. */
export function ResultRow({ row, search, labels, open, chosen }: Props) {
  const codes = [...new Set(row.codes.map(({ key }) => key))];
  const link = useRef<HTMLAnchorElement>(null);

  // The keyboard goes along with j and k, so that Enter opens it and it is read aloud; whoever is elsewhere on the page stays there.
  useEffect(() => {
    const at = document.activeElement;
    if (chosen && !open && (at === document.body || at?.closest("nav[aria-label=Results]"))) link.current?.focus({ preventScroll: true });
  }, [chosen, open]);

  return (
    <Link
      ref={link}
      href={conversationHref(row.id, search, search.q ? row.snippet?.turn : undefined)}
      prefetch={false}
      aria-current={open ? "true" : undefined}
      data-chosen={chosen || undefined}
      data-conversation={row.id}
      draggable={false}
      className="block border-b border-l-3 border-l-transparent px-3 py-1.5 -outline-offset-2 hover:bg-panel aria-[current]:border-l-accent aria-[current]:bg-accent-wash data-[chosen]:border-l-accent data-[chosen]:bg-accent-wash"
    >
      <span className="flex items-baseline gap-2 text-xs text-ink-soft">
        <span className="font-mono whitespace-nowrap text-ink">{row.controlNumber}</span>
        <span className="whitespace-nowrap">{row.month ? monthOf(row.month) : "undated"}</span>
        <span className="min-w-0 truncate">{row.model ?? "model not stated"}</span>
        <span className="ml-auto whitespace-nowrap">{turnsInWords(row.turns)}</span>
        <abbr title={row.language ? languageName(row.language) : "language not known"} className="no-underline">
          {row.language ?? "–"}
        </abbr>
      </span>
      {row.supersededBy && (
        <span className="block text-xs text-hold-ink">
          newer: <span className="font-mono">{row.supersededBy}</span>
        </span>
      )}
      {row.snippet && <Words snippet={row.snippet} />}
      {codes.length > 0 && (
        <span className="mt-0.5 flex flex-wrap gap-1">
          {codes.map((key) => (
            <span key={key} className="rounded-xs border border-line-strong/60 px-1 text-2xs leading-4 text-ink-soft">
              {labels.get(key) ?? key}
            </span>
          ))}
        </span>
      )}
    </Link>
  );
}

// A class of lengths, or the number where the order has them told.
function turnsInWords(turns: string): string {
  if (turns === "other") return "other length";
  return `${turns.replace("-", "–")} ${turns === "1" ? "turn" : "turns"}`;
}

function Words({ snippet: { turn, role, text, marks, cutBefore, cutAfter, unmarked } }: { readonly snippet: Snippet }) {
  return (
    // What is read from the right begins at the right, and is cut off at its end.
    <span dir="auto" className="mt-0.5 line-clamp-2 text-sm leading-[1.4] text-ink">
      <bdi className="text-2xs text-ink-soft">
        {turn} {role}
        {unmarked && " · regular expression not marked: it took too long"}
      </bdi>
      <span className="ms-1.5 font-evidence wrap-anywhere">
        {cutBefore && "… "}
        <Pieces pieces={cut(text, marks)} />
        {cutAfter && " …"}
      </span>
    </span>
  );
}
