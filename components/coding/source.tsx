"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Conversation, Source } from "@/domain/conversations/schema";
import { ask, type Refusal } from "../ask";
import { useRoom } from "../conversation/context";
import { PlainEvidence } from "../evidence/evidence";
import { Watermark } from "../leaving/watermark";
import { RefusalNotice } from "../refusal-notice";
import { count } from "../ui/numbers";

/** What came with the conversation, as delivered, and its other branches. Opening it is a look of its own. */
export function CodingSource({ conversation: { id, flags } }: { readonly conversation: Conversation }) {
  const [open, setOpen] = useState(false);
  const source = useQuery<Source, Refusal>({
    queryKey: ["source", id],
    queryFn: ({ signal }) => ask<Source>(`/api/conversations/${encodeURIComponent(id)}/source`, { signal }),
    enabled: open,
  });
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)} className="border-t pt-2">
      <summary className="cursor-default font-semibold">As delivered{flags.includes("has_branches") && ", with other branches"}</summary>
      <div className="relative mt-2 grid gap-3">
        <Watermark look={source.data} />
        {source.isFetching && <p className="text-ink-faint">Asking for what was delivered</p>}
        {source.error && <RefusalNotice error={source.error} />}
        {source.data && <Delivered source={source.data} />}
      </div>
    </details>
  );
}

function Delivered({
  source: { file, line, byteOffset, byteLength, sha256, sourceId, metadata, branches, withheld },
}: {
  readonly source: Source;
}) {
  const coarse = useRoom().metadataMinimum > 1;
  const facts = [
    ["File", file],
    ["Line", count(line)],
    ["Bytes", `${count(byteLength)} from ${count(byteOffset)}`],
    ["SHA-256", sha256],
    ["Id there", sourceId ?? "none"],
  ] as const;
  return (
    <>
      <dl className="grid grid-cols-[4.5rem_1fr] gap-y-0.5 text-xs">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="font-mono break-all">{value}</dd>
          </div>
        ))}
      </dl>
      {withheld !== null && (
        <p className="text-xs text-ink-soft">
          A turn of this conversation is designated <strong className="font-semibold">{withheld}</strong>, above your tier. What was
          delivered beside it stays shut.
        </p>
      )}
      {metadata && (
        <div>
          <h4 className="text-xs text-ink-faint">
            Metadata, as delivered{coarse && " but for moments and small classes, which the order does not show"}
          </h4>
          <div className="max-h-64 overflow-y-auto text-xs [&_.evidence]:font-mono [&_.evidence]:text-xs">
            <PlainEvidence text={JSON.stringify(metadata, null, 2)} />
          </div>
        </div>
      )}
      {branches.map(({ after, turns }, at) => (
        <details key={`${after} ${turns[0]?.text.slice(0, 20)} ${turns.length}`} className="rounded-sm border px-2 py-1">
          <summary className="cursor-default">
            Branch {at + 1}, after turn {after}: {turns.length} {turns.length === 1 ? "turn" : "turns"}
          </summary>
          {turns.map(({ role, text }, n) => (
            <div key={`${role} ${text.slice(0, 40)} ${text.length}`} className="mt-2">
              <p className="text-xs text-ink-faint">
                {after + n + 1} {role}, on this branch
              </p>
              <PlainEvidence text={text} />
            </div>
          ))}
        </details>
      ))}
    </>
  );
}
