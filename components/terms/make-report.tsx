"use client";

import { useRouter } from "next/navigation";
import { type ChangeEvent, type FormEvent, useDeferredValue, useMemo, useState } from "react";
import type { QuerySettings } from "@/domain/search/parse";
import { type Lines, linesOf } from "@/domain/terms/lines";
import type { TermReport } from "@/domain/terms/schema";
import { textOf } from "@/lib/bytes";
import { firstColumn } from "@/lib/csv";
import { DomainError } from "@/lib/errors";
import { ask } from "../ask";
import { filtersOf, type SearchAddress } from "../conversation/address";
import { RefusalNotice } from "../refusal-notice";
import { Chips } from "../search/chips";
import { QueryFilters } from "../search/query-filters";
import { Button } from "../ui/button";
import { SelectField, TextArea, TextField } from "../ui/field";
import { count, counted } from "../ui/numbers";
import { useKeys } from "../ui/use-keys";
import { Misplaced } from "./place";
import { searchOf } from "./words";

type SetOption = { readonly id: string; readonly name: string; readonly size: number };
type Props = {
  readonly settings: QuerySettings;
  readonly sets: readonly SetOption[];
  /** Terms to begin with: those of another report. */
  readonly given: string;
  /** What that report was asked of. */
  readonly asked: TermReport["filters"];
};

/** A list of terms, typed, pasted or out of a file, read while it stands there; and of what it is asked. */
export function MakeReport({ settings, sets, given, asked }: Props) {
  const router = useRouter();
  const [terms, setTerms] = useState(given);
  const [frame, setFrame] = useState(() => searchOf(asked));
  const [guessed, setGuessed] = useState(false);
  const [doing, setDoing] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setDoing(true);
    setProblem(null);
    try {
      const body = { name: form.get("name"), terms, filters: filtersOf(frame), turns: form.has("turns") };
      const { id } = await ask<{ id: string }>("/api/search-reports", { method: "POST", body });
      router.push(`/terms/${id}`);
    } catch (error) {
      setProblem(error);
      setDoing(false);
    }
  }
  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const [file] = target.files ?? [];
    if (!file) return;
    const { text, as } = textOf(new Uint8Array(await file.arrayBuffer()));
    setGuessed(as === "windows-1252");
    setTerms(/\.csv$/i.test(file.name) ? firstColumn(text).join("\n") : text);
    target.value = "";
  }

  return (
    <form onSubmit={(event) => void send(event)} className="grid items-start gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <Frame frame={frame} sets={sets} choose={setFrame} />
      <div className="grid gap-3">
        <TextArea
          label="Terms, one a line"
          name="terms"
          required
          rows={16}
          value={terms}
          onChange={({ target }) => setTerms(target.value)}
          spellCheck={false}
          autoFocus
          placeholder={'paywall*\n"terms of service" w/10 breach*\nprompt:(lyrics OR song)'}
          className="font-mono text-sm leading-relaxed [font-variant-ligatures:none]"
        />
        <label className="grid gap-1 text-sm">
          <span className="font-medium">Or out of a file</span>
          <input
            type="file"
            accept=".txt,.csv,text/plain,text/csv"
            onChange={(event) => void read(event)}
            className="text-sm text-ink-soft file:mr-3 file:rounded-sm file:border file:border-line file:bg-raised file:px-2.5 file:py-1 file:text-ink"
          />
          <span className="text-xs text-ink-faint">A text file with a term a line, or a CSV file, of which the first column is read.</span>
          <span role="status" className="text-xs text-ink-soft">
            {guessed &&
              "The file does not say how its letters are written, and was read as Windows writes them: look at those with accents."}
          </span>
        </label>
        <Reading terms={terms} settings={settings} />
      </div>
      <div className="grid gap-4">
        <TextField
          label="Name of the report"
          name="name"
          required
          maxLength={120}
          hint="As the sides will cite it: Round 2, plaintiffs’ terms"
        />
        <label className="flex items-baseline gap-2 text-sm">
          <input type="checkbox" name="turns" defaultChecked />
          <span>
            Count turns, prompts and outputs too
            <span className="block text-xs text-ink-faint">Reads the text of every answer. Without it a long list is done far sooner.</span>
          </span>
        </label>
        <div className="grid gap-2 border-l-2 border-accent pl-3 text-sm text-ink-soft">
          <p>
            The report is your side’s alone, and counts what your own clearance reaches. Colleagues who are cleared for less do not see it.
          </p>
          <p>The log says that a report of so many terms was made; its name and its terms are sealed to your side.</p>
        </div>
        {problem !== null && <RefusalNotice error={problem} />}
        <div>
          <Button type="submit" look="primary" shortcut="Ctrl Enter" disabled={doing || terms.trim() === ""}>
            {doing ? "Beginning" : "Make the report"}
          </Button>
        </div>
      </div>
    </form>
  );
}

type FrameProps = { readonly frame: SearchAddress; readonly sets: readonly SetOption[]; readonly choose: (frame: SearchAddress) => void };

// Of what the terms are asked: a set, and what filters leave, as beside a search.
function Frame({ frame, sets, choose }: FrameProps) {
  const [filtering, setFiltering] = useState(false);
  useKeys([["F", () => setFiltering(!filtering)]]);
  return (
    <div className="col-span-full grid gap-2">
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <div className="w-full max-w-[26rem]">
          <SelectField label="Asked of" value={frame.set} onChange={({ target }) => choose({ ...frame, set: target.value })}>
            <option value="">Everything within reach</option>
            {sets.map(({ id, name, size }) => (
              <option key={id} value={id}>
                The set “{name}” ({count(size)})
              </option>
            ))}
          </SelectField>
        </div>
        <span className="flex min-h-[2.125rem] flex-wrap items-center gap-x-3 gap-y-1">
          <Button shortcut="F" aria-expanded={filtering} aria-controls="query-filters" onClick={() => setFiltering(!filtering)}>
            Filters
          </Button>
          <Chips search={{ ...frame, set: "" }} run={(next) => choose({ ...next, set: frame.set })} />
        </span>
      </div>
      {filtering && <QueryFilters search={frame} run={choose} ready />}
    </div>
  );
}

type Read = Lines | { readonly refused: string };

// How the list would be read, as far as it is typed. Nothing is sent for it.
function Reading({ terms, settings }: { readonly terms: string; readonly settings: QuerySettings }) {
  const late = useDeferredValue(terms);
  const read = useMemo(() => readOf(late, settings), [late, settings]);
  if (late.trim() === "") return null;
  if ("refused" in read) return <p className="text-sm text-danger">{read.refused}</p>;
  const wrong = read.lines.filter(({ problem }) => problem !== null);
  const again = read.lines.filter(({ sameAs }) => sameAs !== null).length;
  const summary = [
    counted(read.lines.length, "term"),
    ...(wrong.length > 0 ? [`${count(wrong.length)} cannot be asked`] : []),
    ...(again > 0 ? [`${counted(again, "asks", "ask")} what an earlier one asks`] : []),
    ...(read.empty > 0 ? [counted(read.empty, "empty line")] : []),
  ].join(" · ");
  return (
    <div role="status" className="grid gap-2 text-sm">
      <p className="font-medium tabular-nums">{summary}</p>
      {wrong.length > 0 && (
        <>
          <ul className="grid max-h-60 gap-2 overflow-y-auto border-l-2 border-danger pl-3" {...{ tabIndex: 0 }}>
            {wrong.slice(0, SHOWN).map(({ line, term, problem, at, length }) => (
              <li key={line}>
                <span className="text-xs text-ink-faint tabular-nums">Line {count(line)} </span>
                <Misplaced term={term} at={at} length={length} />
                <span className="block text-danger">{problem}</span>
              </li>
            ))}
            {wrong.length > SHOWN && <li className="text-ink-faint">and {count(wrong.length - SHOWN)} more</li>}
          </ul>
          <p className="text-xs text-ink-faint">These lines stay in the report, each with its reason. The others are counted.</p>
        </>
      )}
    </div>
  );
}

const SHOWN = 50;

function readOf(text: string, settings: QuerySettings): Read {
  try {
    return linesOf(text, settings);
  } catch (error) {
    if (error instanceof DomainError) return { refused: error.message };
    throw error;
  }
}
