"use client";

import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ConversationWindow, Turn } from "@/domain/conversations/schema";
import { ask, type Refusal } from "../ask";
import type { Look } from "../leaving/watermark";

/** How many turns are asked for at a time. Every window is a look of its own in the log. */
export const WINDOW = 50;

export const windowOf = (turn: number) => Math.floor((Math.max(1, turn) - 1) / WINDOW);

/** `patterns`: a query whose regular expressions are to be marked, or nothing: a window is asked for anew where it is another one. */
export type Opening = { readonly purpose: string; readonly patterns: string };

function windowQuery(id: string, window: number, opening: Opening) {
  return {
    queryKey: ["window", id, window, opening],
    queryFn: ({ signal }: { signal: AbortSignal }) => askTurns(id, window * WINDOW + 1, (window + 1) * WINDOW, opening, signal),
  };
}

function askTurns(id: string, from: number, to: number, { purpose, patterns }: Opening, signal: AbortSignal) {
  const params = new URLSearchParams({ turns: `${from}-${to}`, ...(purpose && { purpose }), ...(patterns && { q: patterns }) });
  return ask<ConversationWindow>(`/api/conversations/${encodeURIComponent(id)}?${params}`, { signal });
}

/** The window that a conversation opens at. */
export function useFirstWindow(id: string, turn: number, opening: Opening, enabled: boolean) {
  const [window] = useState(() => windowOf(turn));
  return useQuery<ConversationWindow, Refusal>({ ...windowQuery(id, window, opening), enabled });
}

/** One prompt with its output, from a turn on: all that a volume disclosed by pairs opens without a reason. */
export function usePair(id: string, from: number, patterns: string) {
  return useQuery<ConversationWindow, Refusal>({
    queryKey: ["pair", id, from, patterns],
    queryFn: ({ signal }) => askTurns(id, from, from + 1, { purpose: "", patterns }, signal),
    placeholderData: keepPreviousData,
  });
}

export type Windows = {
  readonly turn: (turn: number) => Turn | undefined;
  /** The window that a turn stands in. */
  readonly items: (turn: number) => readonly Turn[] | undefined;
  /** Under which entry of the log a turn is shown; the first that is here, for a turn that is not. */
  readonly look: (turn: number) => Look | undefined;
  /** The windows that are here, in order, each with its number. */
  readonly here: readonly (readonly [number, readonly Turn[]])[];
  /** Whether regular expressions are marked in none of some windows. */
  readonly unmarked: boolean;
  readonly failed: Refusal | null;
  readonly askAgain: () => void;
  readonly want: (windows: readonly number[]) => void;
};

/** The windows of a conversation asked for so far. They stay while the conversation is open: scrolling back is no second look. */
export function useWindows(id: string, first: number, opening: Opening): Windows {
  const [wanted, setWanted] = useState<readonly number[]>([first]);
  const asked = useQueries({ queries: wanted.map((window) => windowQuery(id, window, opening)) });
  const byWindow = new Map(wanted.map((window, at) => [window, asked[at]?.data?.items]));
  const failures = asked.filter(({ isError }) => isError);
  return {
    turn: (turn) => byWindow.get(windowOf(turn))?.[(turn - 1) % WINDOW],
    items: (turn) => byWindow.get(windowOf(turn)),
    look: (turn) => asked[wanted.indexOf(windowOf(turn))]?.data ?? asked.find(({ data }) => data)?.data,
    here: [...byWindow].flatMap(([window, items]) => (items ? [[window, items] as const] : [])).sort(([a], [b]) => a - b),
    unmarked: asked.some(({ data }) => data?.unmarked),
    failed: (failures[0]?.error as Refusal | undefined) ?? null,
    askAgain: () => {
      for (const failure of failures) void failure.refetch();
    },
    want: (windows) =>
      setWanted((before) => (windows.every((one) => before.includes(one)) ? before : [...new Set([...before, ...windows])])),
  };
}
