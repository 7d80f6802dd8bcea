"use client";

import { memo, useState } from "react";
import type { Turn } from "@/domain/conversations/schema";
import type { Span } from "@/domain/query/hits";
import { MarkdownEvidence, PlainEvidence } from "../evidence/evidence";
import { plainReason } from "../evidence/pieces";
import { count } from "../ui/numbers";
import { Elapsed, minuteOf } from "../ui/when";
import { useRoom } from "./context";
import type { View } from "./view";

const names = { prompt: "Prompt", output: "Output", system: "System", tool: "Tool" } as const;
/** How much of one turn is put on the page at once, in UTF-16 units; the rest on demand, and said. */
const STEP = 100_000;

type Props = {
  readonly turn: Turn;
  readonly view: View;
  readonly hits: readonly Span[];
  readonly focused: boolean;
  readonly codes: string;
  readonly focus: (turn: number) => void;
  readonly cite: (turn: number) => void;
};

/** One thing that was said. A prompt stands in from the margin behind a hairline, an output begins at it. */
export const ConversationTurn = memo(function ConversationTurn({ turn: said, view, hits, focused, codes, focus, cite }: Props) {
  const { turn, role, text, model, at, elapsed, withheld, tier } = said;
  const { tiers } = useRoom();
  const inset = role === "output" ? "" : "ml-7 border-l border-line-strong/60 pl-4";
  return (
    <article
      aria-label={`Turn ${turn}, ${names[role].toLowerCase()}`}
      aria-current={focused ? "true" : undefined}
      data-turn={turn}
      tabIndex={-1}
      onPointerDown={() => focus(turn)}
      className={`group relative overflow-clip px-5 outline-none ${role === "output" ? "pt-1 pb-5" : "pt-4 pb-2"}`}
    >
      {focused && <span aria-hidden className="absolute inset-y-2 left-0 w-[3px] bg-accent" />}
      <div className={inset}>
        <p className="flex h-5 items-baseline gap-2 text-xs text-ink-faint">
          <span className={focused ? "font-semibold text-accent" : "font-semibold text-ink-soft"}>
            {turn} {names[role]}
          </span>
          {tier !== undefined && <span className="font-semibold text-tier-aeo">{tiers[tier - 1] ?? `tier ${tier}`}</span>}
          {model && <span>{model === "other" ? "another model" : model}</span>}
          {at && <time dateTime={at}>{minuteOf(at)}</time>}
          {elapsed !== undefined && <Elapsed minutes={elapsed} />}
          {codes && <span className="truncate text-ink-soft">{codes}</span>}
          <button
            type="button"
            onClick={() => cite(turn)}
            aria-label={`Copy the link and citation of turn ${turn}`}
            title="Copy link and citation (c)"
            className="ml-auto rounded-xs px-1 text-ink-faint opacity-0 group-hover:opacity-100 hover:text-ink focus-visible:opacity-100"
          >
            Cite
          </button>
        </p>
        {withheld !== undefined ? (
          <p className="w-fit rounded-sm border border-dashed border-line-strong px-3 py-1.5 text-sm text-ink-soft">
            Withheld from you: <strong className="font-semibold">{withheld}</strong>. This turn is designated above your tier.
          </p>
        ) : text === "" ? (
          <p className="text-ink-faint italic">Nothing was delivered for this turn.</p>
        ) : (
          <div data-said={turn}>
            <Said key={view} text={text} view={view} hits={hits} />
          </div>
        )}
      </div>
    </article>
  );
});

function Said({ text, view, hits }: { readonly text: string; readonly view: View; readonly hits: readonly Span[] }) {
  const step = view === "points" ? STEP / 10 : STEP;
  const [shown, setShown] = useState(step);
  const reason = view === "markdown" ? plainReason(text) : null;
  if (view === "markdown" && !reason) return <MarkdownEvidence text={text} hits={hits} />;
  const rest = text.length - shown;
  return (
    <>
      {reason && <p className="mb-1 text-xs text-ink-faint">{reason}</p>}
      <PlainEvidence text={rest > 0 ? text.slice(0, shown) : text} hits={hits} points={view === "points"} />
      {rest > 0 && (
        <p className="mt-2 text-xs text-ink-soft">
          {count(shown)} of {count(text.length)} characters are on the page.{" "}
          <button type="button" onClick={() => setShown(shown + step)} className="text-accent underline">
            Show {count(Math.min(step, rest))} more
          </button>
        </p>
      )}
    </>
  );
}

/** The room that a turn takes until it is here. */
export function TurnToCome({ turn }: { readonly turn: number }) {
  return (
    <div className="grid h-40 content-start gap-2 px-5 pt-4" data-turn={turn}>
      <p className="text-xs text-ink-faint">{turn} on its way</p>
      <div className="h-3.5 w-5/6 rounded-xs bg-line/40" />
      <div className="h-3.5 w-2/3 rounded-xs bg-line/40" />
    </div>
  );
}
