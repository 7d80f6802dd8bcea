"use client";

import { type FormEvent, useState } from "react";
import { CodingPane } from "./coding-pane";
import { copyCitation } from "./conversation-cite";
import { ConversationHeader } from "./conversation-header";
import { leavesIn } from "./conversation-hits";
import { Refused } from "./conversation-refused";
import { useSearch } from "./conversation-search";
import { ConversationTurn } from "./conversation-turn";
import { usePair } from "./conversation-windows";
import { Button } from "./ui/button";
import { TextField } from "./ui/field";
import { useKeys } from "./use-keys";

type Props = {
  readonly id: string;
  readonly turn: number;
  readonly focus: (turn: number) => void;
  readonly openMore: (purpose: string) => void;
};

/** A volume disclosed by pairs: one prompt with its output, and the rest when a reason is stated. */
export function ConversationPair({ id, turn, focus, openMore }: Props) {
  const [from, setFrom] = useState(Math.max(1, turn));
  const [said, setSaid] = useState("");
  const pair = usePair(id, from, true);
  const { q } = useSearch();
  const total = pair.data?.conversation.turns ?? 0;
  const step = pair.data?.items[0]?.role === "system" ? 1 : 2;
  function go(to: number) {
    if (to < 1 || to > total) return;
    setFrom(to);
    focus(to);
  }
  useKeys([
    ["J", () => go(from + step)],
    ["K", () => go(Math.max(1, from - 2))],
  ]);
  if (pair.error) return <Refused error={pair.error} again={() => void pair.refetch()} />;
  if (!pair.data) return <p className="px-8 py-6 text-ink-faint">Opening one prompt with its output</p>;
  return (
    <CodingPane conversation={pair.data.conversation} turn={turn}>
      <section aria-label={`Conversation ${id}`} className="flex h-full min-h-0 flex-col">
        <div className="border-b bg-panel">
          <ConversationHeader conversation={pair.data.conversation} />
          <div className="flex items-center gap-2 border-t px-4 py-0.5 text-xs text-ink-soft">
            Turns {pair.data.from}–{pair.data.to} of {total.toLocaleString("en")}
            <Button look="bare" className="py-0 text-xs" shortcut="K" disabled={from <= 1} onClick={() => go(Math.max(1, from - 2))}>
              Previous pair
            </Button>
            <Button look="bare" className="py-0 text-xs" shortcut="J" disabled={from + step > total} onClick={() => go(from + step)}>
              Next pair
            </Button>
          </div>
        </div>
        <p role="status" className="sr-only">
          {said}
        </p>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className="mx-auto max-w-[52rem]">
            {pair.data.items.map((item) => (
              <ConversationTurn
                key={item.turn}
                turn={item}
                plain={false}
                leaves={leavesIn(q)}
                focused={item.turn === turn}
                codes=""
                focus={focus}
                cite={(one) => void copyCitation(id, one).then(setSaid)}
              />
            ))}
            <ReasonForMore total={total} openMore={openMore} />
          </div>
        </div>
      </section>
    </CodingPane>
  );
}

function ReasonForMore({ total, openMore }: { readonly total: number; readonly openMore: (purpose: string) => void }) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    openMore(String(new FormData(event.currentTarget).get("purpose") ?? "").trim());
  }
  return (
    <form onSubmit={submit} className="m-5 grid max-w-[36rem] gap-2 rounded-sm border bg-panel p-4">
      <p className="text-ink-soft">
        The order opens this volume one prompt with its output at a time. State why you need more, and all {total.toLocaleString("en")}{" "}
        turns open. The reason is kept in the log beside every look.
      </p>
      <TextField label="Reason to open more" name="purpose" required minLength={3} maxLength={500} autoComplete="off" />
      <div>
        <Button type="submit">Open the whole conversation</Button>
      </div>
    </form>
  );
}
