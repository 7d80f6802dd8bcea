"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useState } from "react";
import type { Live, LiveLine } from "@/domain/oversight/schema";
import { ask } from "../ask";
import { actionInWords, reasonInWords } from "../log/words";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { count, counted } from "../ui/numbers";
import { Empty } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { useKeys } from "../ui/use-keys";
import { momentOf, When } from "../ui/when";

const EVERY = 5_000;
const KEPT = 200;

/**
 * What happens now, without a word of what is asked or said. Asks every five seconds while it is looked at, pauses when it is hidden or
 * told to, and keeps no session open: asking is no activity of the person.
 */
export function LiveActivity({ names }: { readonly names: Readonly<Record<string, string>> }) {
  const [paused, setPaused] = useState(false);
  const hidden = useHidden();
  const [lines, setLines] = useState<readonly LiveLine[]>([]);
  const still = paused || hidden;
  useKeys([["p", () => setPaused((now) => !now)]]);
  const { data, error } = useQuery({
    queryKey: ["live"],
    queryFn: () => ask<Live>(`/api/activity/live${lines[0] ? `?after=${lines[0].id}` : ""}`),
    refetchInterval: still ? false : EVERY,
  });
  useEffect(() => {
    if (data) setLines((before) => merged(before, data.items));
  }, [data]);
  const minute = data ? lines.filter(({ at }) => Date.parse(data.at) - Date.parse(at) < 60_000) : [];
  const people = new Set(minute.map(({ person }) => person.email)).size;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-4" role="status">
        <Button shortcut="p" onClick={() => setPaused(!paused)} aria-pressed={paused}>
          {paused ? "Go on" : "Pause"}
        </Button>
        <p className="font-evidence text-lg">
          {counted(minute.length, "entry", "entries")} in the last minute, by {counted(people, "person", "people")}.
        </p>
        <p className="text-xs text-ink-faint">
          {paused ? "Paused." : `Asked every ${EVERY / 1000} seconds.`} {data && `Last answer ${momentOf(data.at)}.`}
        </p>
      </div>
      {error && (
        <Notice tone="problem">The newest entries could not be fetched. What is shown stays; it is asked again in a moment.</Notice>
      )}
      {lines.length === 0 ? (
        <Empty title={data ? "Nothing stands in the log yet." : "Asking for the newest entries."} />
      ) : (
        <Table
          caption="The newest entries"
          columns={["Time (UTC)", "Person", "Side and role", "What happened", "Object", "Outcome"].map((name) => ({ name }))}
        >
          {lines.map((line) => (
            <LiveRow
              key={line.id}
              line={line}
              name={
                (line.person.id && names[line.person.id]) ?? line.person.email ?? (line.outcome === "done" ? "the host" : "nobody known")
              }
            />
          ))}
        </Table>
      )}
    </div>
  );
}

function LiveRow({ line, name }: { readonly line: LiveLine; readonly name: string }) {
  const control = line.object?.startsWith("conversation:") ? line.object.slice("conversation:".length) : null;
  return (
    <Row>
      <Cell className="text-xs">
        <When at={line.at} zone={false} />
      </Cell>
      <Cell>
        {line.person.id ? (
          <Link href={`/console/people/${line.person.id}`} prefetch={false} className="hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </Cell>
      <Cell className="text-ink-soft">{line.side && `${line.side} ${line.role}`}</Cell>
      <Cell>
        {actionInWords(line.action, line.outcome)}
        {line.listed > 0 && <span className="text-ink-faint">, {count(line.listed)} listed</span>}
      </Cell>
      <Cell className="font-mono text-xs">
        {control && (
          <Link href={{ pathname: `/console/conversations/${control}` }} prefetch={false} className="hover:underline">
            {control}
          </Link>
        )}
      </Cell>
      <Cell className={line.outcome === "done" ? "text-ink-faint" : "text-danger"}>
        {line.outcome}
        {line.reason && <span className="text-xs">, {reasonInWords(line.reason)}</span>}
      </Cell>
    </Row>
  );
}

// An entry may commit after one with a higher number, so answers overlap: each number is kept once, the newest first.
function merged(before: readonly LiveLine[], fresh: readonly LiveLine[]): readonly LiveLine[] {
  const all = new Map([...before, ...fresh].map((line) => [line.id, line]));
  return [...all.values()].sort((a, b) => Number(b.id) - Number(a.id)).slice(0, KEPT);
}

function useHidden(): boolean {
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    const look = () => setHidden(document.visibilityState === "hidden");
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return hidden;
}
