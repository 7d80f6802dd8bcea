"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Production } from "@/domain/productions/schema";
import { ask, Refusal } from "../ask";
import { Notice } from "../ui/notice";
import { count, counted, percent } from "../ui/numbers";
import { When } from "../ui/when";
import { ProductionFiles } from "./production-files";

/** The productions of one side, newest first. One that is being written is watched until it is not. */
export function ProductionList({ productions }: { readonly productions: readonly Production[] }) {
  return (
    <ul className="grid gap-4">
      {productions.map((production) => (
        <li key={production.id}>
          <Watched first={production} />
        </li>
      ))}
    </ul>
  );
}

// Being watched is no activity: the address that is polled does not keep a session open.
function Watched({ first }: { readonly first: Production }) {
  const { data, error } = useQuery({
    queryKey: ["production", first.id],
    queryFn: ({ signal }) => ask<Production>(`/api/productions/${first.id}`, { signal }),
    initialData: first,
    enabled: first.state === "writing",
    refetchInterval: ({ state }) => (state.data?.state === "writing" && !isOver(state.error) ? 1_500 : false),
  });
  return <One production={data} lost={error} />;
}

function isOver(error: Error | null): boolean {
  return error instanceof Refusal && error.code === "unauthenticated";
}

const states: Record<Production["state"], string> = { writing: "Being written", ready: "Ready", held: "Held", failed: "Failed" };

function One({ production, lost }: { readonly production: Production; readonly lost: Error | null }) {
  const { name, state, size, reason, requestedBy, requestedAt, readyAt, formats } = production;
  const quiet =
    state === "held" ? "bg-hold text-hold-ink" : state === "failed" ? "border border-danger text-danger" : "bg-panel text-ink-soft";
  return (
    <article aria-label={name} className="grid gap-2 border-t py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="flex items-baseline gap-3 text-base font-semibold">
          {name}
          <span className={`rounded-xs px-1.5 text-xs font-medium ${quiet}`}>{states[state]}</span>
        </h2>
        <p className="text-xs text-ink-soft">
          {counted(size, "conversation")}, {formats.join(", ").toUpperCase()} · asked for by {requestedBy}, <When at={requestedAt} />
          {readyAt && (
            <>
              {" "}
              · ready <When at={readyAt} />
            </>
          )}
        </p>
      </div>
      <p className="max-w-[72ch] font-evidence text-base">{reason}</p>
      <Progress production={production} lost={lost} />
      {state === "ready" && <ProductionFiles id={production.id} files={production.files} />}
    </article>
  );
}

function Progress({
  production: { state, written, size, failure },
  lost,
}: {
  readonly production: Production;
  readonly lost: Error | null;
}) {
  if (state === "writing")
    return (
      <div className="grid max-w-[40rem] gap-1">
        <progress
          aria-label="Conversations written"
          className="h-1.5 w-full appearance-none overflow-hidden rounded-xs bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
          max={size}
          value={written}
        />
        <p role="status" className="text-xs text-ink-soft">
          {lost
            ? lost.message
            : `Writing ${count(written)} of ${count(size)} (${percent(written, size)}). It goes on when you leave this page; signing out ends it.`}
        </p>
      </div>
    );
  if (state === "held")
    return (
      <Notice tone="hold" title="A legal hold stopped this production">
        Nothing was kept of it. See the{" "}
        <Link href="/holds" prefetch={false} className="underline">
          holds
        </Link>{" "}
        for which and on whose authority; when they are released by two people of two sides, ask for it again.
      </Notice>
    );
  if (state === "failed") return <Notice tone="problem">{failure ?? "It could not be written. Nothing was kept of it."}</Notice>;
  return null;
}
