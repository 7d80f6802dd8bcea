"use client";

import type { Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { WINDOW, type Windows, windowOf } from "./windows";

type Given = {
  readonly list: Virtualizer<HTMLElement, Element>;
  readonly windows: Windows;
  readonly turn: number;
  readonly total: number;
  readonly focus: (turn: number) => void;
};

/** Going to a turn: its window is asked for, the list stands at it once its height is known, and the keyboard is there too. */
export function useGoing({ list, windows, turn, total, focus }: Given) {
  const [pending, setPending] = useState<number | null>(turn || null);
  const own = useRef(turn);

  // The address was changed by somebody else: a link, back, forward.
  useEffect(() => {
    if (turn === own.current) return;
    own.current = turn;
    if (turn) setPending(Math.min(turn, total));
  }, [turn, total]);

  // Opened at no turn in particular, the keyboard is with the text as a whole, so that Page Down scrolls it.
  useEffect(() => {
    if (!own.current && !document.activeElement?.matches("input, textarea, select")) list.scrollElement?.focus({ preventScroll: true });
  }, [list]);

  const here = pending !== null && windows.turn(pending) !== undefined;
  useEffect(() => {
    if (pending === null) return;
    list.scrollToIndex(pending - 1, { align: "start" });
    if (!here) return;
    const settled = setTimeout(() => {
      list.scrollToIndex(pending - 1, { align: "start" });
      takeKeyboard(list.scrollElement, pending);
      setPending(null);
    }, 60);
    return () => clearTimeout(settled);
  }, [pending, here, list]);

  const mark = (wanted: number) => {
    own.current = wanted;
    focus(wanted);
  };
  return {
    pending: pending !== null,
    /** Marks a turn without moving the list. */
    mark,
    go: (wanted: number) => {
      const next = Math.min(total, Math.max(1, wanted));
      mark(next);
      windows.want([windowOf(next)]);
      setPending(next);
    },
  };
}

// Whoever is typing goes on typing.
function takeKeyboard(box: HTMLElement | null, turn: number) {
  if (document.activeElement?.matches("input, textarea, select")) return;
  box?.querySelector<HTMLElement>(`article[data-turn="${turn}"]`)?.focus({ preventScroll: true });
}

/** The windows that hold these turns, both included. */
export function windowsBetween(from: number, to: number): number[] {
  const first = windowOf(from);
  return Array.from({ length: Math.max(1, windowOf(to) - first + 1) }, (_, at) => first + at);
}

/** The next four windows that are not here yet, after the first gap. */
export function nextWindows(here: readonly number[], total: number): number[] {
  const all = Array.from({ length: Math.ceil(total / WINDOW) }, (_, at) => at);
  return all.filter((window) => !here.includes(window)).slice(0, 4);
}
