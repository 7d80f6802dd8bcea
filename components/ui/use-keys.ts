"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "../frame/page-keys";

type Keys = readonly (readonly [key: string, run: () => void])[];

/** Runs what a key does here, unless somebody is typing, a dialog is open, or the key follows g and means a page. */
export function useKeys(keys: Keys) {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let before = "";
    function onKey(event: KeyboardEvent) {
      if (isTyping(event) || document.querySelector("dialog[open]")) return;
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
