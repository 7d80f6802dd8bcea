"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Conversation, Turn } from "@/domain/conversations/schema";
import type { CoverLifted } from "@/domain/masking/lifted-schema";
import { useRoom } from "../conversation/context";
import { Deed } from "../ui/deed";
import { SelectField } from "../ui/field";
import { counted } from "../ui/numbers";
import { coverMeant, coversIn } from "./covers";
import { LiftGrounds, LiftMeans } from "./lift-cover";
import { useSaid } from "./said";

type Props = {
  readonly conversation: Conversation;
  readonly turn: (turn: number) => Turn | undefined;
  /** The turn in focus: its placeholders are offered. */
  readonly current: number;
};

/** Lifts a placeholder of the detector where it is read, in the whole conversation, for counsel of the side that produced it; nothing for everybody else. */
export function LiftHere({ conversation: { id }, turn, current }: Props) {
  const { lifts } = useRoom();
  const client = useQueryClient();
  const { say, said } = useSaid();
  const [labels, setLabels] = useState<readonly string[]>([]);
  const [label, setLabel] = useState("");
  if (!lifts) return null;

  function opens() {
    const { masked = 0, text = "" } = turn(current) ?? {};
    const found = masked > 0 ? coversIn(text) : [];
    const meant = coverMeant(found, ...pointed(current));
    if (!meant) {
      say(`Nothing that the detector covered stands in turn ${current}. Go to a turn with a placeholder, then press L.`);
      return false;
    }
    setLabels(found);
    setLabel(meant);
    return true;
  }
  async function done(answer: unknown) {
    const { label: lifted, places } = answer as CoverLifted;
    say(`Lifted ${lifted} for everyone, in ${counted(places, "place")} of this conversation.`);
    window.getSelection()?.removeAllRanges();
    await Promise.all([["window", id], ["pair", id], ["results"]].map((queryKey) => client.invalidateQueries({ queryKey })));
  }
  return (
    // A press of the button leaves the selection alone.
    <span className="select-none">
      <Deed
        name="Lift"
        look="bare"
        shortcut="L"
        opens={opens}
        title="Lift this cover for everyone"
        address="/api/covers"
        fixed={{ conversationId: id, label }}
        submit="Lift it"
        busy="Lifting"
        done={done}
        consequences={<LiftMeans label={<span className="evidence-placeholder text-ink">{label}</span>} />}
      >
        {labels.length > 1 && (
          <SelectField label={`Which placeholder of turn ${current}`} value={label} onChange={({ target }) => setLabel(target.value)}>
            {labels.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </SelectField>
        )}
        <LiftGrounds />
      </Deed>
      {said}
    </span>
  );
}

// What is selected of a turn, and the placeholder that the selection begins in: a click puts it there without selecting anything.
function pointed(turn: number): [selected: string, clicked: string] {
  const selection = window.getSelection();
  const at = selection?.anchorNode;
  const element = at instanceof Element ? at : at?.parentElement;
  if (element?.closest<HTMLElement>("[data-said]")?.dataset.said !== String(turn)) return ["", ""];
  return [selection?.toString() ?? "", element.closest(".evidence-placeholder")?.textContent ?? ""];
}
