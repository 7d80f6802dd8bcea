"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Conversation, Turn } from "@/domain/conversations/schema";
import { leakTypes, type Made } from "@/domain/redactions/schema";
import { useRoom } from "../conversation/context";
import { Deed } from "../ui/deed";
import { SelectField, TextField } from "../ui/field";
import { locate, type Stretch } from "./locate";
import { guess, leakWords } from "./words";

type Props = {
  readonly conversation: Conversation;
  readonly turn: (turn: number) => Turn | undefined;
};
type Chosen = Stretch & { readonly turn: number; readonly quote: string };

/** Masks what is selected in a turn, for everyone at once, by one key and a class. */
export function ReportLeak({ conversation: { id }, turn }: Props) {
  const { actions } = useRoom();
  const client = useQueryClient();
  const [said, setSaid] = useState("");
  const fading = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  if (!actions.includes("redaction:report")) return null;

  function say(words: string) {
    clearTimeout(fading.current);
    setSaid(words);
    fading.current = setTimeout(() => setSaid(""), 8_000);
  }
  function opens() {
    const found = selected(turn);
    if (typeof found === "string") say(found);
    else setChosen(found);
    return typeof found !== "string";
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
            {chosen && (
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
      <span role="status" className={said ? shown : "sr-only"}>
        {said}
      </span>
    </span>
  );
}

const shown =
  "fixed bottom-3 left-1/2 z-30 max-w-[60ch] -translate-x-1/2 rounded-sm border bg-raised px-3 py-1.5 text-sm text-ink shadow-lg whitespace-normal";
const short = (quote: string) => (quote.length > 160 ? `${quote.slice(0, 160)}…` : quote);

// The stretch of a turn that is selected on the page, or why there is none.
function selected(turnOf: Props["turn"]): Chosen | string {
  const selection = window.getSelection();
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return "Select in a turn what was left, then press l.";
  const range = selection.getRangeAt(0);
  const box = boxOf(range.startContainer);
  const turn = box && turnOf(Number(box.dataset.said));
  if (!turn || !box) return "Select in a turn what was left, then press l.";
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
