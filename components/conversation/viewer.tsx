"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { CodingPane } from "../coding/pane";
import { useKeys } from "../ui/use-keys";
import { conversationHref } from "./address";
import { useVolumes } from "./context";
import { ConversationPair } from "./pair";
import { ConversationReader } from "./reader";
import { Refused } from "./refused";
import { useMarking, useSearch } from "./search";
import { useFirstWindow } from "./windows";

/** One conversation, opened at the turn that the address names, with what our side says of it at the right. */
export function ConversationViewer({ id }: { readonly id: string }) {
  const search = useSearch();
  const router = useRouter();
  const [purpose, setPurpose] = useState("");
  const turn = Math.max(0, Number.parseInt(useSearchParams().get("turn") ?? "", 10) || 0);
  const volumes = useVolumes();
  const byPairs = volumes.data?.get(id.split("-")[0] ?? "")?.disclosure === "pair" && purpose === "";
  const { asked } = useMarking();
  const first = useFirstWindow(id, turn || 1, { purpose, patterns: asked }, volumes.isFetched && !byPairs);
  useKeys([["Escape", () => router.push(conversationHref(null, search))]]);

  function focus(next: number) {
    // The address always points at the turn in focus; the browser's history does not fill with every step.
    window.history.replaceState(null, "", conversationHref(id, search, next));
  }

  if (byPairs || first.error?.details.rule === "pair")
    return <ConversationPair id={id} turn={turn || 1} focus={focus} openMore={setPurpose} />;
  if (first.error) return <Refused error={first.error} again={() => void first.refetch()} />;
  if (!first.data) return <Opening id={id} />;
  const { conversation, from } = first.data;
  const at = Math.min(turn, conversation.turns); // an address may name a turn that there is none of
  return (
    <CodingPane conversation={conversation} turn={at}>
      <ConversationReader key={purpose} conversation={conversation} first={from} turn={at} purpose={purpose} focus={focus} />
    </CodingPane>
  );
}

function Opening({ id }: { readonly id: string }) {
  return (
    <div role="status" aria-label={`Opening ${id}`} className="grid content-start gap-4 px-8 py-3">
      <p className="font-mono text-sm text-ink-faint">{id}</p>
      {["w-2/3", "w-5/6", "w-3/6", "w-4/5", "w-1/2"].map((width) => (
        <div key={width} className={`h-4 rounded-xs bg-line/50 ${width}`} />
      ))}
    </div>
  );
}
