"use client";

import { type FormEvent, useMemo, useState } from "react";
import type { ConversationWindow } from "@/domain/conversations/schema";
import { CodingPane, useTurnCodes } from "../coding/pane";
import { PrintTurns } from "../leaving/print";
import { Watermark } from "../leaving/watermark";
import { LiftHere } from "../redactions/lift-here";
import { ReportLeak } from "../redactions/report-leak";
import { Button } from "../ui/button";
import { TextField } from "../ui/field";
import { count } from "../ui/numbers";
import { useKeys } from "../ui/use-keys";
import { copyCitation } from "./cite";
import { ConversationHeader } from "./header";
import { hitsFor, leavesIn } from "./hits";
import { Refused } from "./refused";
import { useMarking } from "./search";
import { notMarked } from "./tools";
import { ConversationTurn } from "./turn";
import { nextView, type View, viewNames } from "./view";
import { usePair } from "./windows";

type Props = {
  readonly id: string;
  readonly turn: number;
  readonly focus: (turn: number) => void;
  readonly openMore: (purpose: string) => void;
};

/** A volume disclosed by pairs: one prompt with its output, and the rest when a reason is stated. */
export function ConversationPair({ id, turn, focus, openMore }: Props) {
  const [from, setFrom] = useState(Math.max(1, turn));
  const pair = usePair(id, from, useMarking().asked);
  if (pair.error?.details.rule === "pair") return <ReasonForMore openMore={openMore} />;
  if (pair.error) return <Refused error={pair.error} again={() => void pair.refetch()} />;
  if (!pair.data) return <p className="px-8 py-6 text-ink-faint">Opening one prompt with its output</p>;
  const { conversation } = pair.data;
  function go(to: number) {
    if (to < 1 || to > conversation.turns) return;
    setFrom(to);
    focus(to);
  }
  return (
    <CodingPane conversation={conversation} turn={turn}>
      <Pair pair={pair.data} turn={turn} focus={focus} go={go}>
        {conversation.turns > 2 && <ReasonForMore total={conversation.turns} openMore={openMore} />}
      </Pair>
    </CodingPane>
  );
}

type PairProps = Pick<Props, "turn" | "focus"> & {
  readonly pair: ConversationWindow;
  readonly go: (turn: number) => void;
  readonly children: React.ReactNode;
};

function Pair({ pair: { conversation, from, to, items, entry, at, unmarked }, turn, focus, go, children }: PairProps) {
  const { id, turns: total } = conversation;
  const { q, settings, patterns } = useMarking();
  const leaves = useMemo(() => leavesIn(q, settings, patterns), [q, settings, patterns]);
  const codes = useTurnCodes();
  const [view, setView] = useState<View>("markdown");
  const [said, setSaid] = useState("");
  const next = from + (items[0]?.role === "system" ? 1 : 2);
  const before = Math.max(1, from - 2);
  const cite = (one: number) => void copyCitation(id, one).then(setSaid);
  const turnOf = (one: number) => items.find((item) => item.turn === one);
  useKeys([
    ["J", () => go(next)],
    ["K", () => go(before)],
    ["m", () => setView(nextView(view))],
    ["c", () => cite(turn)],
  ]);
  return (
    <section aria-label={`Conversation ${id}`} className="flex h-full min-h-0 flex-col">
      <div className="border-b bg-panel">
        <ConversationHeader conversation={conversation} turn={turn} entry={entry} />
        <div className="flex items-center gap-2 border-t px-4 py-0.5 text-xs text-ink-soft">
          Turns {from}–{to} of {count(total)}
          <Button look="bare" className="py-0 text-xs" shortcut="K" disabled={from <= 1} onClick={() => go(before)}>
            Previous pair
          </Button>
          <Button look="bare" className="py-0 text-xs" shortcut="J" disabled={next > total} onClick={() => go(next)}>
            Next pair
          </Button>
          <Button look="bare" className="py-0 text-xs" shortcut="m" onClick={() => setView(nextView(view))}>
            Shown as: {viewNames[view]}
          </Button>
          <PrintTurns conversation={conversation} turn={turn} />
          <ReportLeak conversation={conversation} turn={turnOf} current={turn} />
          <LiftHere conversation={conversation} turn={turnOf} current={turn} />
          {unmarked && <span>{notMarked["too long"]}</span>}
        </div>
      </div>
      <p role="status" className="sr-only">
        {said}
      </p>
      <div className="relative min-h-0 flex-1">
        <section aria-label="Turns" className="h-full overflow-y-auto">
          <div className="mx-auto max-w-[52rem]">
            {items.map((item) => (
              <ConversationTurn
                key={item.turn}
                turn={item}
                hits={hitsFor(items, leaves, item.turn)}
                focused={item.turn === turn}
                codes={codes.get(item.turn) ?? ""}
                {...{ view, focus, cite }}
              />
            ))}
            {children}
          </div>
        </section>
        <Watermark look={{ entry, at }} />
      </div>
    </section>
  );
}

function ReasonForMore({ total, openMore }: { readonly total?: number; readonly openMore: (purpose: string) => void }) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    openMore(String(new FormData(event.currentTarget).get("purpose") ?? "").trim());
  }
  return (
    <form onSubmit={submit} className="m-5 grid max-w-[36rem] gap-2 rounded-sm border bg-panel p-4">
      <p className="text-ink-soft">
        The order opens one prompt with its output of a conversation in this volume
        {total === undefined && ", and you have had one of this"}. State why you need more, and{" "}
        {total === undefined ? "the" : `all ${count(total)}`} turns open. The reason is kept in the log beside every look.
      </p>
      <TextField label="Reason to open more" name="purpose" required minLength={3} maxLength={500} autoComplete="off" />
      <div>
        <Button type="submit">Open the whole conversation</Button>
      </div>
    </form>
  );
}
