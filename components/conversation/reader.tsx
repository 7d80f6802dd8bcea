"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Conversation } from "@/domain/conversations/schema";
import { useTurnCodes } from "../coding/pane";
import { Watermark } from "../leaving/watermark";
import { useKeys } from "../ui/use-keys";
import { copyCitation } from "./cite";
import { nextWindows, useGoing, windowsBetween } from "./going";
import { ConversationHeader } from "./header";
import { hitsFor, holdsUnasked, leavesIn, turnsWithHits } from "./hits";
import { ConversationPinned } from "./pinned";
import { Refused } from "./refused";
import { useMarking } from "./search";
import { ConversationTools } from "./tools";
import { ConversationTurn, TurnToCome } from "./turn";
import { ConversationVersions } from "./versions";
import { nextView, type View } from "./view";
import { useWindows, windowOf } from "./windows";

type Props = {
  readonly conversation: Conversation;
  readonly first: number;
  readonly turn: number;
  readonly purpose: string;
  readonly focus: (turn: number) => void;
};

/** The turns in order. Only those near the eye are in the page, and only windows that came into view were asked for: any length opens alike. */
export function ConversationReader({ conversation, first, turn, purpose, focus }: Props) {
  const { id, turns: total } = conversation;
  const { q, settings, patterns, asked } = useMarking();
  const windows = useWindows(id, windowOf(first), { purpose, patterns: asked });
  const box = useRef<HTMLElement>(null);
  const [view, setView] = useState<View>("markdown");
  const [finding, setFinding] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const leaves = useMemo(() => leavesIn(finding ?? q, settings, patterns), [finding, q, settings, patterns]);
  const unasked = finding !== null && holdsUnasked(finding, settings, patterns);
  const codes = useTurnCodes();
  const list = useVirtualizer({
    count: total,
    getScrollElement: () => box.current,
    estimateSize: (index) => (index % 2 === 0 ? 96 : 260),
    overscan: 3,
    scrollPaddingStart: 30,
  });
  const { startIndex = 0, endIndex = 0 } = list.range ?? {};
  // The turn under the pinned line: what the eye reads first.
  const [top, setTop] = useState(1);
  const { pending, go, mark } = useGoing({ list, windows, turn, focus, total });

  // What merely flies by while scrolling is not asked for.
  useEffect(() => {
    const wait = setTimeout(() => windows.want(windowsBetween(startIndex + 1, Math.min(total, endIndex + 1))), pending ? 0 : 90);
    return () => clearTimeout(wait);
  }, [startIndex, endIndex, total, pending, windows]);

  const hits = windows.here.flatMap(([, items]) => turnsWithHits(items, leaves));
  const cite = (one: number) => void copyCitation(id, one).then(setSaid);
  const current = turn || top;
  useKeys([
    ["J", () => go(current + 1)],
    ["K", () => go(current - 1)],
    ["Home", () => go(1)],
    ["End", () => go(total)],
    ["m", () => setView(nextView(view))],
    ["c", () => cite(current)],
    ["f", () => setFinding(finding ?? q)],
  ]);

  return (
    <section aria-label={`Conversation ${id}`} className="flex h-full min-h-0 flex-col">
      <div className="border-b bg-panel">
        <ConversationVersions conversation={conversation} />
        <ConversationHeader conversation={conversation} turn={turn} entry={windows.look(current)?.entry} />
        <ConversationTools
          {...{ conversation, total, current, go, turnOf: windows.turn, view, setView, finding, setFinding, hits }}
          marking={leaves.length > 0 || unasked}
          left={unasked ? "not here" : windows.unmarked ? "too long" : null}
          looked={windows.here.reduce((sum, [, items]) => sum + items.length, 0)}
          lookFurther={() =>
            windows.want(
              nextWindows(
                windows.here.map(([window]) => window),
                total,
              ),
            )
          }
        />
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className="relative min-h-0 flex-1">
        <ConversationPinned windows={windows} top={top} go={go} />
        <section
          ref={box}
          aria-label="Turns"
          tabIndex={-1}
          onScroll={({ currentTarget }) => setTop((list.getVirtualItemForOffset(currentTarget.scrollTop + 32)?.index ?? 0) + 1)}
          className="h-full overflow-y-auto outline-none [overflow-anchor:none] focus-visible:shadow-[inset_3px_0_0_var(--accent)]"
        >
          <div className="relative mx-auto max-w-[52rem]" style={{ height: list.getTotalSize() }}>
            {list.getVirtualItems().map((item) => {
              const shown = windows.turn(item.index + 1);
              return (
                <div
                  key={item.key}
                  ref={list.measureElement}
                  data-index={item.index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {shown ? (
                    <ConversationTurn
                      turn={shown}
                      focused={shown.turn === turn}
                      codes={codes.get(shown.turn) ?? ""}
                      focus={mark}
                      hits={hitsFor(windows.items(shown.turn), leaves, shown.turn)}
                      {...{ view, cite }}
                    />
                  ) : (
                    <TurnToCome turn={item.index + 1} />
                  )}
                </div>
              );
            })}
          </div>
          {windows.failed && <Refused error={windows.failed} again={windows.askAgain} />}
        </section>
        <Watermark look={windows.look(top)} />
      </div>
    </section>
  );
}
