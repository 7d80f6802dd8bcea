"use client";

import { type FormEvent, useEffect, useRef } from "react";
import type { Conversation, Turn } from "@/domain/conversations/schema";
import { PrintTurns } from "../leaving/print";
import { LiftHere } from "../redactions/lift-here";
import { ReportLeak } from "../redactions/report-leak";
import { Button } from "../ui/button";
import { Key } from "../ui/key";
import { count } from "../ui/numbers";
import { type View, viewNames, views } from "./view";

type Unmarked = "not here" | "too long";
export const notMarked: Record<Unmarked, string> = {
  "not here": "A regular expression is carried out by the search, not here.",
  "too long": "The regular expression is not marked in all of them: that took too long, or is too many places.",
};

type Props = {
  readonly total: number;
  readonly current: number;
  readonly go: (turn: number) => void;
  readonly conversation: Conversation;
  readonly turnOf: (turn: number) => Turn | undefined;
  readonly view: View;
  readonly setView: (view: View) => void;
  readonly finding: string | null;
  readonly setFinding: (words: string | null) => void;
  readonly marking: boolean;
  /** Why a regular expression is not marked, where one is not. */
  readonly left: Unmarked | null;
  readonly hits: readonly number[];
  readonly looked: number;
  readonly lookFurther: () => void;
};

/** How the turns are shown, which one is wanted, and what is found in them. */
export function ConversationTools(props: Props) {
  const { conversation, current, view, setView, finding, setFinding, marking } = props;
  return (
    <div className="@container border-t text-xs text-ink-soft print:hidden">
      {/* Beside the codes there is room for one row without the keys; the list of keys (?) has them. */}
      <div className="flex min-h-8 flex-wrap items-center gap-x-1 gap-y-1 px-4 py-0.5 @max-[42rem]:[&_kbd]:hidden">
        <fieldset className="mr-3 flex items-center">
          <legend className="sr-only">Show turns as</legend>
          {views.map((value) => (
            <label
              key={value}
              className="cursor-default border px-2 py-0.5 first-of-type:rounded-l-sm last-of-type:rounded-r-sm has-checked:bg-raised has-checked:font-semibold has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input type="radio" name="view" className="sr-only" checked={view === value} onChange={() => setView(value)} />
              {viewNames[value]}
            </label>
          ))}
          <span className="ml-1.5">
            <Key>m</Key>
          </span>
        </fieldset>
        <Jump {...props} />
        {finding === null ? (
          <Button look="bare" className="py-0 text-xs" shortcut="f" onClick={() => setFinding("")}>
            Find here
          </Button>
        ) : (
          <Find {...props} words={finding} />
        )}
        <PrintTurns conversation={conversation} turn={current} />
        <ReportLeak conversation={conversation} turn={props.turnOf} current={current} />
        <LiftHere conversation={conversation} turn={props.turnOf} current={current} />
        {marking && <Hits {...props} />}
      </div>
    </div>
  );
}

function Jump({ total, current, go }: Props) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem("turn") as HTMLInputElement;
    const wanted = Number.parseInt(field.value, 10);
    field.blur();
    if (wanted > 0) go(wanted);
  }
  return (
    <form onSubmit={submit} className="mr-1 flex items-center gap-1.5">
      <label className="flex items-center gap-1.5">
        Turn
        <input
          key={current}
          name="turn"
          inputMode="numeric"
          defaultValue={current}
          aria-label="Go to turn"
          className="w-14 rounded-xs border border-line-strong/50 bg-raised px-1 text-right text-ink"
        />
      </label>
      of {count(total)}
      <span className="ml-1 flex gap-0.5" title="Shift with j and k: next and previous turn; Home, End">
        <Key>J</Key>
        <Key>K</Key>
      </span>
    </form>
  );
}

function Find({ words, setFinding, hits, current, go }: Props & { readonly words: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <input
      ref={field}
      aria-label="Find in this conversation"
      value={words}
      placeholder="Find here, in the words of the query"
      onChange={({ target }) => setFinding(target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") setFinding(null);
        if (event.key !== "Enter") return;
        const next = event.shiftKey ? hits.findLast((turn) => turn < current) : hits.find((turn) => turn > current);
        const around = event.shiftKey ? hits.at(-1) : hits[0];
        const to = next ?? around;
        if (to) go(to);
      }}
      className="w-56 rounded-xs border border-line-strong/50 bg-raised px-1.5 text-sm text-ink placeholder:text-ink-faint"
    />
  );
}

// Says how far was looked: what was not opened was not searched, and opening it is a look.
function Hits({ hits, looked, total, current, go, lookFurther, left }: Props) {
  const at = hits.indexOf(current) + 1;
  const before = hits.findLast((turn) => turn < current);
  const after = hits.find((turn) => turn > current);
  return (
    <div className="ml-2 flex items-center gap-1.5">
      <span role="status">
        {hits.length === 0
          ? "No turn"
          : at > 0
            ? `${at} of ${hits.length} turns`
            : `${hits.length} ${hits.length === 1 ? "turn" : "turns"}`}{" "}
        with hits, among {looked === total ? `all ${count(total)}` : `${count(looked)} of ${count(total)} turns opened`}
        {left && <>. {notMarked[left]}</>}
      </span>
      <Button
        look="bare"
        className="px-1 py-0 text-xs"
        disabled={!before}
        onClick={() => before && go(before)}
        aria-label="Previous turn with hits"
      >
        ↑
      </Button>
      <Button
        look="bare"
        className="px-1 py-0 text-xs"
        disabled={!after}
        onClick={() => after && go(after)}
        aria-label="Next turn with hits"
      >
        ↓
      </Button>
      {looked < total && (
        <Button look="bare" className="px-1 py-0 text-xs" onClick={lookFurther}>
          Look further
        </Button>
      )}
    </div>
  );
}
