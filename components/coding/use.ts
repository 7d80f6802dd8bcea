"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Code, Coding } from "@/domain/coding/schema";
import type { ResultPage } from "@/domain/search/schema";
import { ask, type Refusal } from "../ask";
import { type Change, changed, inverseOf } from "./changes";

const none: readonly Coding[] = [];

/** The codings of a conversation by one's own side, and the steps that change them: shown at once, taken back when the server says no. */
export function useCodings(id: string, codes: readonly Code[]) {
  const client = useQueryClient();
  const key = ["codings", id];
  const address = `/api/conversations/${encodeURIComponent(id)}/codes`;
  const asked = useQuery<readonly Coding[], Refusal>({
    queryKey: key,
    queryFn: async ({ signal }) => (await ask<{ items: Coding[] }>(address, { signal })).items,
  });
  const [undoable, setUndoable] = useState<readonly (readonly Change[])[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  // One at a time and in order: a step and its undoing must not overtake each other.
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);

  const current = () => client.getQueryData<readonly Coding[]>(key) ?? none;
  function put(codings: readonly Coding[]) {
    client.setQueryData(key, codings);
    client.setQueriesData<{ pages: ResultPage[] }>({ queryKey: ["results"] }, (data) => data && withCodes(data, id, codings));
  }
  function send(change: Change) {
    const params = change.turn === null ? "" : `?turn=${change.turn}`;
    const to = `${address}/${encodeURIComponent(change.code)}${params}`;
    const body = change.do === "apply" && change.note !== undefined ? { note: change.note } : {};
    return change.do === "apply" ? ask(to, { method: "PUT", body }) : ask(to, { method: "DELETE" });
  }
  function run(changes: readonly Change[]) {
    setProblem(null);
    const now = new Date().toISOString();
    put(changes.reduce((codings: readonly Coding[], change) => changed(codings, change, codes, now), current()));
    waiting.current++;
    queue.current = queue.current
      .then(async () => {
        for (const change of changes) await send(change);
      })
      .catch((error: unknown) => {
        setProblem(error);
        setUndoable([]);
      })
      .finally(() => {
        waiting.current--;
        if (waiting.current === 0) void asked.refetch().then(({ data }) => data && put(data));
      });
  }

  return {
    codings: asked.data ?? none,
    error: asked.error,
    problem,
    ready: asked.isSuccess,
    canUndo: undoable.length > 0,
    change: (change: Change) => {
      setUndoable([...undoable, inverseOf(change, current(), codes)]);
      run([change]);
    },
    undo: () => {
      const last = undoable.at(-1);
      if (!last) return;
      setUndoable(undoable.slice(0, -1));
      run(last);
    },
  };
}

function withCodes(data: { pages: ResultPage[] }, id: string, codings: readonly Coding[]) {
  const codes = codings.map(({ code, turn }) => ({ key: code, turn: turn ?? 0 }));
  return {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === id ? { ...row, codes } : row)) })),
  };
}
