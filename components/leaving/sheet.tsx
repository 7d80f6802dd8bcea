"use client";

import { useEffect } from "react";
import { createPortal } from "react-dom";
import type { ConversationWindow, Turn } from "@/domain/conversations/schema";
import { legendOf } from "@/domain/orders/schema";
import { useRoom } from "../conversation/context";
import { PlainEvidence } from "../evidence/evidence";
import { counted } from "../ui/numbers";
import { minuteOf } from "../ui/when";
import { Watermark } from "./watermark";

const names: Record<Turn["role"], string> = { prompt: "Prompt", output: "Output", system: "System", tool: "Tool" };

/** The turns as they are printed, character for character: only on paper, once, and gone when the printer's dialog is closed. */
export function Sheet({ sheet, done }: { readonly sheet: ConversationWindow; readonly done: () => void }) {
  const { person, tiers, legends } = useRoom();
  const { conversation, from, to, items, entry, at } = sheet;

  useEffect(() => {
    document.body.dataset.printing = "turns";
    window.addEventListener("afterprint", done);
    const begin = setTimeout(() => window.print(), 100); // once the fonts of the sheet are laid out
    return () => {
      clearTimeout(begin);
      window.removeEventListener("afterprint", done);
      delete document.body.dataset.printing;
    };
  }, [done]);

  return createPortal(
    <section aria-label="Sheet to print" className="sheet hidden print:block">
      <Watermark look={{ entry, at }} paper />
      <div className="table w-full">
        {/* Repeated at the head of every sheet, as the order wants its legend. */}
        <header className="table-header-group break-inside-avoid">
          <p className="font-semibold tracking-wide">{legendOf({ tiers: [...tiers], legends: [...legends] }, conversation.tier)}</p>
          <p>
            <span className="font-mono font-semibold">{conversation.controlNumber}</span> · {conversation.volume} · turns {from}–{to} of{" "}
            {counted(conversation.turns, "turn")}
          </p>
          <p className="mb-3 border-b pb-2">
            Printed by {person}, {minuteOf(at)}, entry {entry} of the log
          </p>
        </header>
        <div className="table-row-group">
          <h1 className="sr-only">{conversation.controlNumber}</h1>
          {items.map(({ turn, role, text, withheld }) => (
            <article key={turn} className="mb-3 break-inside-auto">
              <p className="break-after-avoid font-semibold">
                {turn} {names[role]}
              </p>
              {withheld === undefined ? (
                <PlainEvidence text={text} />
              ) : (
                <p>
                  Withheld from {person}: {withheld}.
                </p>
              )}
            </article>
          ))}
          <p className="border-t pt-2">
            End of turns {from}–{to}. Not a production: what is produced is numbered and hashed in its manifest.
          </p>
        </div>
      </div>
    </section>,
    document.body,
  );
}
