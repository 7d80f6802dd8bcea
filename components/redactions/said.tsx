"use client";

import { useRef, useState } from "react";

const shown =
  "fixed bottom-3 left-1/2 z-30 max-w-[60ch] -translate-x-1/2 rounded-sm border bg-raised px-3 py-1.5 text-sm text-ink shadow-lg whitespace-normal";

/** Says in a sentence what was done, or why nothing was: over the text for some seconds, and aloud. `said` is where it stands. */
export function useSaid(): { readonly say: (words: string) => void; readonly said: React.ReactNode } {
  const [words, setWords] = useState("");
  const fading = useRef<ReturnType<typeof setTimeout>>(undefined);
  function say(next: string) {
    clearTimeout(fading.current);
    setWords(next);
    fading.current = setTimeout(() => setWords(""), 8_000);
  }
  return {
    say,
    said: (
      <span role="status" className={words ? shown : "sr-only"}>
        {words}
      </span>
    ),
  };
}
