"use client";

import { type FormEvent, useRef, useState } from "react";
import { clausesOf, readingOf } from "@/domain/query/reading";
import { parse, type QuerySettings } from "@/domain/search/parse";
import { DomainError } from "@/lib/errors";
import { Button } from "../ui/button";
import { Key } from "../ui/key";
import { useKeys } from "../ui/use-keys";

type Problem = { readonly message: string; readonly at: number; readonly length: number };
export type Draft = { readonly text: string; readonly reading: string | null; readonly parts: number; readonly problem: Problem | null };

/** A query as far as it is typed: how it would be understood, or what is wrong with it, and where. Nothing is sent for it. */
export function draftOf(text: string, settings: QuerySettings): Draft {
  try {
    const question = parse(text, settings);
    return { text, reading: readingOf(question), parts: clausesOf(question).clauses.length, problem: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { at = 0, length = 0 } = error.details ?? {};
    return { text, reading: null, parts: 0, problem: { message: error.message, at: Number(at), length: Number(length) } };
  }
}

type Props = {
  readonly asked: string;
  readonly settings: QuerySettings;
  readonly draft: Draft;
  readonly type: (text: string) => void;
  readonly search: (text: string) => void;
};

/** The field of the query. What is wrong is underlined below it at its place; a query with something wrong is not asked. */
export function QueryField({ asked, settings, draft, type, search }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const [scrolled, setScrolled] = useState(0);
  useKeys([["/", () => field.current?.select()]]);
  const { problem } = draft;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const text = field.current?.value.trim() ?? "";
    const { problem: wrong } = draftOf(text, settings);
    type(text);
    if (field.current) field.current.value = text;
    if (wrong) field.current?.setSelectionRange(wrong.at, wrong.at + wrong.length);
    else {
      search(text);
      field.current?.blur();
    }
  }
  // Esc gives back what was asked, and leaves the field.
  function leave() {
    if (field.current) field.current.value = asked;
    type(asked);
    field.current?.blur();
  }

  return (
    <form onSubmit={submit} className="flex min-w-0 flex-1 basis-80 items-center gap-2">
      <div className="relative min-w-0 flex-1">
        <input
          key={asked}
          ref={field}
          name="q"
          type="text"
          aria-label="Query"
          aria-describedby="query-reading"
          aria-invalid={problem ? true : undefined}
          defaultValue={asked}
          maxLength={2000}
          autoComplete="off"
          spellCheck={false}
          placeholder="Words side by side are a phrase. AND, OR, NOT, w/5, begin*, prompt:(…)"
          onChange={({ target }) => type(target.value)}
          onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollLeft)}
          onKeyDown={(event) => event.key === "Escape" && leave()}
          className="h-8 w-full rounded-sm border border-line-strong/60 bg-raised pr-8 pl-2.5 font-mono text-sm text-ink [font-variant-ligatures:none] placeholder:font-sans placeholder:text-ink-faint aria-invalid:border-danger"
        />
        <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-ink-faint">
          <Key>/</Key>
        </span>
        {problem && <Caret text={draft.text} problem={problem} scrolled={scrolled} />}
      </div>
      <Button type="submit" look="primary">
        Search
      </Button>
    </form>
  );
}

// Stands under the field, letter under letter: what comes before the place is there and not seen.
function Caret({
  text,
  problem: { at, length },
  scrolled,
}: {
  readonly text: string;
  readonly problem: Problem;
  readonly scrolled: number;
}) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-x-0 top-[calc(100%+2px)] h-2 overflow-hidden pl-[calc(0.625rem+1px)] pr-8"
    >
      <div
        className="font-mono text-sm leading-none whitespace-pre [font-variant-ligatures:none]"
        style={{ transform: `translateX(${-scrolled}px)` }}
      >
        <span className="invisible">{text.slice(0, at)}</span>
        <span className="relative inline-block h-2 min-w-[0.6em] border-t-2 border-danger align-top text-transparent">
          <span className="absolute top-0 left-0 -translate-x-px border-x-4 border-b-4 border-x-transparent border-b-danger" />
          {text.slice(at, at + length)}
        </span>
      </div>
    </div>
  );
}
