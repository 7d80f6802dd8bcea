"use client";

import { createContext, useContext, useEffect, useRef, useState } from "react";
import type { Code } from "@/domain/coding/schema";
import type { Conversation } from "@/domain/conversations/schema";
import { useRoom } from "../conversation/context";
import { useCodes } from "../conversation/search";
import { RefusalNotice } from "../refusal-notice";
import { Button } from "../ui/button";
import { Key } from "../ui/key";
import { Panes } from "../ui/panes";
import { useKeys } from "../ui/use-keys";
import { CodingCodes } from "./codes";
import { CodingMade } from "./made";
import { CodingNote } from "./note";
import { CodingSource } from "./source";
import { useCodings } from "./use";

const TurnCodes = createContext<ReadonlyMap<number, string>>(new Map());

/** The codes that our side put on each turn, as they are read beside it. */
export function useTurnCodes(): ReadonlyMap<number, string> {
  return useContext(TurnCodes);
}

const noCodes: readonly Code[] = [];
type Props = { readonly conversation: Conversation; readonly turn: number; readonly children: React.ReactNode };

/** What our side says of a conversation, beside it. Where there is little room it folds to a strip; its keys work all the same. */
export function CodingPane({ conversation, turn, children }: Props) {
  const { actions } = useRoom();
  const codes = useCodes().data ?? noCodes;
  const coding = useCodings(conversation.id, codes);
  const [byTurn, setByTurn] = useState(false);
  const [noting, setNoting] = useState(false);
  const [open, setOpen] = useFolding();
  // Where the keyboard was before the note, and is again after it.
  const before = useRef<Element | null>(null);
  const may = actions.includes("code:apply");
  const place = byTurn && turn > 0 ? turn : null;
  const here = coding.codings.filter((one) => one.turn === place);

  function toggle(code: Code | undefined) {
    if (!code || !coding.ready) return;
    const applied = here.some((one) => one.code === code.key);
    coding.change({ do: applied ? "withdraw" : "apply", code: code.key, turn: place });
  }
  const keys: [string, () => void][] = [
    ...codes.slice(0, 9).map((code, at): [string, () => void] => [String(at + 1), () => toggle(code)]),
    ["u", coding.undo],
    ["t", () => setByTurn(!byTurn)],
    ["n", openNote],
  ];
  useKeys([["x", () => setOpen(!open)], ...(may ? keys : [])]);
  function openNote() {
    before.current = document.activeElement;
    setOpen(true);
    setNoting(true);
  }

  function closeNote() {
    setNoting(false);
    if (before.current instanceof HTMLElement) before.current.focus({ preventScroll: true });
  }

  const labels = new Map(codes.map(({ key, label }) => [key, label]));
  const ofTurns = new Map<number, string>();
  for (const { turn: one, code } of coding.codings)
    if (one !== null) ofTurns.set(one, [ofTurns.get(one), labels.get(code) ?? code].filter(Boolean).join(", "));

  const pane = (
    <aside aria-label="Codes and context" className="flex h-full min-h-0 flex-col gap-4 overflow-y-auto bg-panel px-3 py-2">
      <div className="flex items-center justify-between">
        <h2 className="font-semibold">Codes of our side</h2>
        <Button look="bare" className="py-0 text-xs" shortcut="x" onClick={() => setOpen(false)}>
          Fold
        </Button>
      </div>
      {may && <Place byTurn={byTurn} turn={turn} choose={setByTurn} />}
      <CodingCodes codes={codes} applied={new Set(here.map(({ code }) => code))} may={may} ready={coding.ready} toggle={toggle} />
      {coding.problem !== null && <RefusalNotice error={coding.problem} />}
      {may && (
        <p className="flex gap-2">
          <Button shortcut="n" onClick={openNote}>
            Note
          </Button>
          <Button shortcut="u" disabled={!coding.canUndo} onClick={coding.undo}>
            Undo
          </Button>
        </p>
      )}
      {noting && (
        <CodingNote
          codings={here}
          labels={labels}
          close={closeNote}
          save={(code, note) => coding.change({ do: "apply", code, turn: place, note })}
        />
      )}
      <CodingMade codings={coding.codings} labels={labels} error={coding.error} ready={coding.ready} />
      <CodingSource conversation={conversation} />
    </aside>
  );

  return (
    <TurnCodes value={ofTurns}>
      {open ? (
        <Panes name="coding" label="Width of the codes" sized="second" first={children} initial={300} least={240} most={520}>
          {pane}
        </Panes>
      ) : (
        <div className="flex h-full min-h-0">
          <div className="min-w-0 flex-1">{children}</div>
          <Strip count={coding.codings.length} unfold={() => setOpen(true)} />
        </div>
      )}
    </TurnCodes>
  );
}

function Place({ byTurn, turn, choose }: { readonly byTurn: boolean; readonly turn: number; readonly choose: (byTurn: boolean) => void }) {
  const names = [
    [false, "Conversation"],
    [true, turn > 0 ? `Turn ${turn}` : "Turn in focus"],
  ] as const;
  return (
    <fieldset className="flex items-center text-xs">
      <legend className="sr-only">A code goes to</legend>
      {names.map(([value, name]) => (
        <label
          key={name}
          className="flex-1 cursor-default border border-line-strong/50 px-2 py-0.5 text-center text-ink-soft first-of-type:rounded-l-sm last-of-type:rounded-r-sm has-checked:bg-accent-wash has-checked:font-semibold has-checked:text-ink has-disabled:opacity-50 has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="place"
            className="sr-only"
            checked={(byTurn && turn > 0) === value}
            disabled={value && turn === 0}
            onChange={() => choose(value)}
          />
          {name}
        </label>
      ))}
      <span className="ml-1.5">
        <Key>t</Key>
      </span>
    </fieldset>
  );
}

function Strip({ count, unfold }: { readonly count: number; readonly unfold: () => void }) {
  return (
    <aside aria-label="Codes and context" className="w-9 shrink-0 border-l bg-panel">
      <button
        type="button"
        onClick={unfold}
        aria-label={`Codes and context, ${count} codings`}
        title="Unfold (x)"
        className="flex h-full w-full flex-col items-center gap-2 py-3 text-xs text-ink-soft hover:bg-raised hover:text-ink"
      >
        <Key>x</Key>
        <span className="[writing-mode:vertical-rl]">Codes and context</span>
        {count > 0 && <span className="rounded-xs bg-accent px-1 text-2xs text-accent-ink">{count}</span>}
      </button>
    </aside>
  );
}

// Folded on a small screen unless it was opened there before.
function useFolding(): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const kept = localStorage.getItem("coding-open");
    setOpen(kept === null ? window.innerWidth >= 1500 : kept === "true");
  }, []);
  return [
    open,
    (next) => {
      localStorage.setItem("coding-open", String(next));
      setOpen(next);
    },
  ];
}
