"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Code, Coding } from "@/domain/coding/schema";
import type { ResultPage } from "@/domain/search/schema";
import { ask, Refusal } from "../ask";
import { useVault } from "../sealing/vault";
import { type Change, changed, inverseOf, losesNote } from "./changes";
import { type Noted, sealedNote, withNotes } from "./notes";

const none: readonly Noted[] = [];
const unlockFirst = () =>
  new Refusal(403, "refused", "A sealed note goes with this code, and could not be put back. Unlock first, then take the code away.", {});
const noKey = () => new Refusal(409, "conflict", "The note was not kept: you do not hold the key that your side seals to now.", {});

/** The codings of a conversation by one's own side, and the steps that change them: shown at once, taken back when the server says no. */
export function useCodings(id: string, codes: readonly Code[]) {
  const client = useQueryClient();
  const key = ["codings", id];
  const address = `/api/conversations/${encodeURIComponent(id)}/codes`;
  const vault = useVault();
  const { unlocked } = vault;
  const latest = useRef(vault);
  useEffect(() => {
    latest.current = vault;
  });
  const asked = useQuery<readonly Noted[], Refusal>({
    queryKey: key,
    queryFn: async ({ signal }) => withNotes((await ask<{ items: Coding[] }>(address, { signal })).items, id, latest.current.unlocked),
  });
  const { refetch } = asked;
  const [undoable, setUndoable] = useState<readonly (readonly Change[])[]>([]);
  const [problem, setProblem] = useState<unknown>(null);
  // One at a time and in order: a step and its undoing must not overtake each other.
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);

  // Notes open when their keys do, and close with them; so do the ones that undoing would write again.
  const before = useRef(unlocked);
  useEffect(() => {
    if (before.current === unlocked) return;
    before.current = unlocked;
    if (!unlocked) setUndoable([]);
    void refetch();
  }, [unlocked, refetch]);

  const current = () => client.getQueryData<readonly Noted[]>(key) ?? none;
  function put(codings: readonly Noted[]) {
    client.setQueryData(key, codings);
    client.setQueriesData<{ pages: ResultPage[] }>({ queryKey: ["results"] }, (data) => data && withCodes(data, id, codings));
  }
  async function send(change: Change): Promise<unknown> {
    const params = change.turn === null ? "" : `?turn=${change.turn}`;
    const to = `${address}/${encodeURIComponent(change.code)}${params}`;
    if (change.do === "withdraw") return ask(to, { method: "DELETE" });
    if (change.note === undefined) return ask(to, { method: "PUT", body: {} });
    const sealed = await seal(change.note, change, latest.current.unlocked);
    return ask(to, { method: "PUT", body: { sealedNote: sealed } }).catch(async (error: unknown) => {
      if (!(error instanceof Refusal) || error.details.rule !== "epoch") throw error;
      // A colleague has made the next key meanwhile, or somebody has left and this tab makes it.
      return ask(to, { method: "PUT", body: { sealedNote: await seal(change.note ?? "", change, await latest.current.refresh()) } });
    });
  }
  async function seal(note: string, change: Change, held: typeof unlocked) {
    const sealed = held && (await sealedNote(note, change, id, held));
    if (!sealed) throw noKey();
    return sealed;
  }
  function run(changes: readonly Change[]) {
    setProblem(null);
    const now = new Date().toISOString();
    put(changes.reduce((codings: readonly Noted[], change) => changed(codings, change, codes, now), current()));
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
      if (losesNote(change, current(), codes)) return setProblem(unlockFirst());
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

function withCodes(data: { pages: ResultPage[] }, id: string, codings: readonly Noted[]) {
  const codes = codings.map(({ code, turn }) => ({ key: code, turn: turn ?? 0 }));
  return {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === id ? { ...row, codes } : row)) })),
  };
}
