"use client";

import { useEffect, useRef } from "react";

type Keys = readonly (readonly [key: string, run: () => void])[];

const untyped = "input:is([type=radio], [type=checkbox], [type=button], [type=submit])";

/** Whether a key press belongs to a field that is being typed into. Nothing is typed into a choice or a check mark. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const field = (event.target as HTMLElement | null)?.closest("input, textarea, select, [contenteditable]");
  return Boolean(field && !field.matches(untyped));
}

/** Whether a dialog or a menu is open: its keys are its own. */
export function isBusy(): boolean {
  return document.querySelector("dialog[open], [role=menu]") !== null;
}

// Enter presses the button or follows the link that has the focus, whatever else it may mean here.
function isPressing(event: KeyboardEvent): boolean {
  return event.key === "Enter" && (event.target as HTMLElement | null)?.closest("a, button, summary, input") !== null;
}

/** Runs what a key does here, unless somebody is typing or pressing something, a dialog is open, or the key follows g and means a page. */
export function useKeys(keys: Keys) {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let before = "";
    function onKey(event: KeyboardEvent) {
      if (isTyping(event) || isPressing(event) || isBusy()) return;
      const going = before === "g";
      before = event.key;
      const [, run] = latest.current.find(([key]) => key === event.key) ?? [];
      if (going || !run) return;
      event.preventDefault();
      run();
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
