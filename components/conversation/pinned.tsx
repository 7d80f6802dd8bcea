"use client";

import { Pieces } from "../evidence/evidence";
import { cut } from "../evidence/pieces";
import type { Windows } from "./windows";

type Props = { readonly windows: Windows; readonly top: number; readonly go: (turn: number) => void };

/** The first line of the prompt whose output is being read, while the prompt itself is out of sight. */
export function ConversationPinned({ windows, top, go }: Props) {
  if (windows.turn(top)?.role !== "output") return null;
  const prompt = [top - 1, top - 2, top - 3].map((turn) => windows.turn(turn)).find((said) => said?.role === "prompt");
  if (!prompt) return null;
  const line = prompt.text.trimStart().split("\n", 1)[0]?.slice(0, 200) ?? "";
  return (
    <button
      type="button"
      onClick={() => go(prompt.turn)}
      title="Go to this prompt"
      className="absolute inset-x-0 top-0 z-10 flex h-7 items-baseline gap-2 border-b bg-paper px-5 pt-1 text-left"
    >
      <span className="text-xs font-semibold whitespace-nowrap text-ink-soft">{prompt.turn} Prompt</span>
      <bdi className="min-w-0 truncate font-evidence text-sm text-ink-soft">
        <Pieces pieces={cut(line)} />
      </bdi>
    </button>
  );
}
