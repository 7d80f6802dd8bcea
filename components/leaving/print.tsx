"use client";

import { useState } from "react";
import type { Conversation, ConversationWindow } from "@/domain/conversations/schema";
import { useRoom } from "../conversation/context";
import { Deed } from "../ui/deed";
import { TextField } from "../ui/field";
import { count } from "../ui/numbers";
import { Sheet } from "./sheet";

/** How many turns one entry opens. */
const MOST = 200;

type Props = { readonly conversation: Conversation; readonly turn: number };

/** Prints turns of a conversation, for whoever the order lets take something out; nothing for everybody else. */
export function PrintTurns({ conversation: { id, turns }, turn }: Props) {
  const { actions } = useRoom();
  const [sheet, setSheet] = useState<ConversationWindow | null>(null);
  if (!actions.includes("conversation:print")) return null;
  const from = Math.max(1, Math.min(turn, turns));
  return (
    <>
      <Deed
        name="Print"
        look="bare"
        shortcut="P"
        title={`Print turns of ${id}`}
        address={`/api/conversations/${encodeURIComponent(id)}/prints`}
        submit="Print these turns"
        busy="Asking for holds"
        done={(answer) => setSheet(answer as ConversationWindow)}
        consequences={
          <>
            <p>Paper is a way out: while a hold covers this conversation, nothing of it is printed.</p>
            <p>
              The log keeps who printed which turns, when and why. Every sheet is marked with your name, the minute and the number of that
              entry. At most {count(MOST)} turns at a time.
            </p>
          </>
        }
      >
        <div className="grid grid-cols-2 items-start gap-3">
          <TextField
            key={`from ${from}`}
            label="From turn"
            name="from"
            inputMode="numeric"
            required
            defaultValue={from}
            pattern="\d{1,7}"
            autoComplete="off"
          />
          <TextField
            key={`to ${from}`}
            label="To turn"
            name="to"
            inputMode="numeric"
            required
            defaultValue={Math.min(turns, from + 1)}
            pattern="\d{1,7}"
            autoComplete="off"
            hint={`of ${count(turns)}`}
          />
        </div>
        <TextField label="Reason" name="reason" required minLength={3} maxLength={500} autoComplete="off" />
      </Deed>
      {sheet && <Sheet sheet={sheet} done={() => setSheet(null)} />}
    </>
  );
}
