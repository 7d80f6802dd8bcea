"use client";

import { useEffect, useState } from "react";
import type { Copied } from "@/domain/conversations/schema";
import { ask, Refusal } from "../ask";
import { useOpenId } from "../conversation/context";
import { count, counted } from "../ui/numbers";

/**
 * Copying from the screen, put on record before the clipboard has it: how many characters, of which conversation, never which words.
 * What the order does not allow is not copied. A browser can be made to do otherwise, and a photograph asks nobody.
 */
export function Copying() {
  const openId = useOpenId();
  const [said, setSaid] = useState("");

  useEffect(() => {
    let fading: ReturnType<typeof setTimeout> | undefined;
    const say = (words: string) => {
      clearTimeout(fading);
      setSaid(words);
      fading = setTimeout(() => setSaid(""), 6_000);
    };
    const copy = (event: ClipboardEvent) => {
      const { id, text } = chosen(openId);
      if (!id || !text) return;
      event.preventDefault();
      void record(id, text).then(say);
    };
    // Text that is dragged out of the window would leave unasked.
    const drag = (event: DragEvent) => event.preventDefault();
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("dragstart", drag);
    return () => {
      clearTimeout(fading);
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("dragstart", drag);
    };
  }, [openId]);

  const shown = "fixed bottom-3 left-1/2 z-30 max-w-[60ch] -translate-x-1/2 rounded-sm border bg-raised px-3 py-1.5 shadow-lg";
  return (
    <p role="status" className={said ? shown : "sr-only"}>
      {said}
    </p>
  );
}

// What somebody typed is theirs; what is copied of a conversation is of the one it stands in.
function chosen(openId: string | null): { id: string | null; text: string } {
  const selection = document.getSelection();
  const node = selection?.anchorNode;
  const from = node instanceof Element ? node : node?.parentElement;
  if (from?.closest("input, textarea")) return { id: null, text: "" };
  const id = from?.closest<HTMLElement>("[data-conversation]")?.dataset.conversation ?? openId;
  return { id, text: selection?.toString() ?? "" };
}

async function record(id: string, text: string): Promise<string> {
  try {
    const address = `/api/conversations/${encodeURIComponent(id)}/copies`;
    const { left } = await ask<Copied>(address, { method: "POST", body: { characters: text.length } });
    await navigator.clipboard.writeText(text);
    return `${counted(text.length, "character")} copied, on record. ${count(left)} more may be copied within 24 hours.`;
  } catch (error) {
    return error instanceof Refusal ? error.message : "The browser did not let this be copied.";
  }
}
