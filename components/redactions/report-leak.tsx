"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import type { Conversation, Turn } from "@/domain/conversations/schema";
import { leakTypes, type Made } from "@/domain/redactions/schema";
import { useRoom } from "../conversation/context";
import { Deed } from "../ui/deed";
import { SelectField, TextField } from "../ui/field";
import { locate, placesOf, type Stretch } from "./locate";
import { useSaid } from "./said";
import { guess, leakWords } from "./words";

type Props = {
  readonly conversation: Conversation;
  readonly turn: (turn: number) => Turn | undefined;
  /** The turn in focus: where nothing is selected, what was left in it is typed. */
  readonly current: number;
};
type Chosen = Stretch & { readonly turn: number; readonly quote: string };

/** Masks what is selected in a turn, for everyone at once, by one key and a class. */
export function ReportLeak({ conversation: { id }, turn, current }: Props) {
  const { actions } = useRoom();
  const client = useQueryClient();
  const { say, said } = useSaid();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [typing, setTyping] = useState<Turn | null>(null);
  const [opened, setOpened] = useState(0);
  if (!actions.includes("redaction:report")) return null;

  function opens() {
    const found = selected(turn);
    const typed = found === null ? (turn(current) ?? null) : null;
    setTyping(typed);
    setOpened(opened + 1);
    setChosen(typeof found === "string" ? null : found);
    if (typed || (found && typeof found !== "string")) return true;
    say(found ?? "Select in a turn what was left, then press l.");
    return false;
  }
  async function done(answer: unknown) {
    const { label, already } = answer as Made;
    say(already ? `${label} was masked already.` : `Masked for everyone as ${label}. The producing side has it to look into.`);
    window.getSelection()?.removeAllRanges();
    await Promise.all([["window", id], ["pair", id], ["results"]].map((queryKey) => client.invalidateQueries({ queryKey })));
  }
  return (
    // A press of the button leaves the selection alone.
    <span className="select-none">
      <Deed
        name="Leak"
        look="bare"
        shortcut="l"
        opens={opens}
        title="Mask this for everyone"
        address="/api/redactions"
        fixed={{ conversationId: id, ...chosen }}
        submit="Mask it"
        busy="Masking"
        done={done}
        consequences={
          <>
            {chosen && !typing && (
              <p>
                Turn {chosen.turn}: <q className="font-evidence text-base text-ink [overflow-wrap:anywhere]">{short(chosen.quote)}</q>
              </p>
            )}
            <p>
              At once nobody reads it any more, on either side, in any export or quotation. The text beneath is kept. The producing side is
              told where, and asked about every other place where the same words stand. The log keeps the place and the class, not the
              words.
            </p>
          </>
        }
      >
        {typing && <Typed key={opened} turn={typing} choose={setChosen} />}
        <SelectField label="What is it" key={chosen?.quote} name="type" required defaultValue={chosen ? guess(chosen.quote) : "PERSON"}>
          {leakTypes.map((type) => (
            <option key={type} value={type}>
              {leakWords[type]}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Reason"
          name="reason"
          required
          minLength={3}
          maxLength={2000}
          autoComplete="off"
          defaultValue="The de-identification left it."
          hint="Quote nothing of the text: both sides and the court’s monitor read this"
        />
      </Deed>
      {said}
    </span>
  );
}

const short = (quote: string) => (quote.length > 160 ? `${quote.slice(0, 160)}…` : quote);

// For who has no pointer to select with. What is typed here stays here: its place is sent, and no words.
function Typed({ turn: { turn, text }, choose }: { readonly turn: Turn; readonly choose: (chosen: Chosen | null) => void }) {
  const [many, setMany] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []); // it comes when the dialog is open already
  function look({ target }: ChangeEvent<HTMLInputElement>) {
    const places = placesOf(text, target.value);
    const [first] = places;
    target.setCustomValidity(first ? "" : `These words do not stand in turn ${turn}.`);
    choose(first ? { ...first, turn, quote: text.slice(first.start, first.end) } : null);
    setMany(places.length);
  }
  return (
    <TextField
      ref={field}
      label={`What was left, as it stands in turn ${turn}`}
      required
      maxLength={1000}
      autoComplete="off"
      spellCheck={false}
      onChange={look}
      hint={
        many > 1
          ? `It stands there ${many} times; this masks the first. Press l again for the next.`
          : "Or close this, select it in the turn, and press l."
      }
    />
  );
}

// The stretch of a turn that is selected on the page, or why it is none; null where nothing is selected.
function selected(turnOf: Props["turn"]): Chosen | string | null {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const box = boxOf(range.startContainer);
  const turn = box && turnOf(Number(box.dataset.said));
  if (!turn || !box) return null;
  if (!box.contains(range.endContainer)) return "Select within one turn.";
  const [before, after] = [document.createRange(), document.createRange()];
  before.selectNodeContents(box);
  before.setEnd(range.startContainer, range.startOffset);
  after.selectNodeContents(box);
  after.setStart(range.endContainer, range.endOffset);
  const stretch = locate(turn.text, range.toString(), before.toString(), after.toString());
  if (!stretch) return "It is not clear where this stands in the text. Press m for the plain view, and select it there.";
  return { ...stretch, turn: turn.turn, quote: turn.text.slice(stretch.start, stretch.end) };
}

function boxOf(node: Node): HTMLElement | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>("[data-said]") ?? null;
}
