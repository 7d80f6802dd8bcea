"use client";

import type { KeyboardEvent } from "react";
import type { SearchAddress } from "../conversation/address";
import { daysOf, type ListName, languageName, writtenDate } from "../conversation/address";
import { useHasSuperseded } from "../conversation/context";
import { useCodes, useFacets } from "../conversation/search";
import { count } from "../ui/numbers";
import { Bar, MonthChart, TurnsChart } from "./facet-charts";

type Props = {
  readonly search: SearchAddress;
  readonly run: (next: SearchAddress) => void;
  /** Whether counts may be asked for: beside a list they wait until it is there. */
  readonly ready: boolean;
};

/** What narrows a search: months, length, and values with their counts, which arrive later than the rows and say so. */
export function QueryFilters({ search, run, ready }: Props) {
  const facets = useFacets(search, ready);
  // Under the words alone every value can be chosen, also those that the filters set now leave nothing of.
  const wide = useFacets({ ...search, volume: [], model: [], language: [], code: [], uncoded: false }, ready);
  // Counts of another search are not shown as if they were this one's.
  const current = facets.isSuccess && !facets.isPlaceholderData;
  const hasSuperseded = useHasSuperseded();
  const codes = useCodes();
  const labels = new Map(codes.data?.map(({ key, label }) => [key, label]));

  const shown = current ? facets.data?.facets : undefined;
  const list = (name: ListName, title: string, say: (value: string) => string, extra: readonly string[] = []) => {
    const counts = new Map((current ? facets.data : undefined)?.facets[name]?.map(({ value, count }) => [value, count]));
    const values = [...new Set([...(wide.data?.facets[name]?.map(({ value }) => value) ?? []), ...extra, ...search[name]])];
    return (
      <Values
        title={title}
        values={values}
        chosen={search[name]}
        counts={counts}
        say={say}
        choose={(next) => run({ ...search, [name]: next })}
        none={facets.isError ? "Not known without the counts." : current ? "Nothing to choose." : "Not counted yet."}
      />
    );
  };

  return (
    <div
      id="query-filters"
      className="mt-2 grid max-h-[60dvh] grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-6 gap-y-4 overflow-y-auto border-t pt-2"
    >
      <fieldset className="grid content-start gap-1.5">
        <legend className="mb-1 font-semibold">When</legend>
        <MonthChart months={shown?.month ?? []} choose={(month) => run({ ...search, from: daysOf(month).first, to: daysOf(month).last })} />
        <Time label="From" value={writtenDate(search.from, "first")} choose={(time) => run({ ...search, from: daysOf(time).first })} />
        <Time label="To" value={writtenDate(search.to, "last")} choose={(time) => run({ ...search, to: daysOf(time).last })} />
      </fieldset>
      <fieldset className="grid content-start gap-1.5">
        <legend className="mb-1 font-semibold">How long</legend>
        <TurnsChart classes={shown?.turns ?? []} choose={(minTurns, maxTurns) => run({ ...search, minTurns, maxTurns })} />
        <Turns label="Turns at least" value={search.minTurns} choose={(minTurns) => run({ ...search, minTurns })} />
        <Turns label="Turns at most" value={search.maxTurns} choose={(maxTurns) => run({ ...search, maxTurns })} />
      </fieldset>
      {list("model", "Model", (value) => value)}
      {list("language", "Language", languageName)}
      <div className="grid content-start gap-1">
        {list("volume", "Volume", (value) => value)}
        {/* A set keeps what it was frozen with, in whatever version. */}
        {(search.superseded || (hasSuperseded && !search.set)) && (
          <Mark label="Include superseded versions" checked={search.superseded} choose={(superseded) => run({ ...search, superseded })} />
        )}
      </div>
      <div className="grid content-start gap-1">
        {list(
          "code",
          "Codes of our side",
          (key) => labels.get(key) ?? key,
          codes.data?.map(({ key }) => key),
        )}
        <Mark label="Not coded by us" checked={search.uncoded} choose={(uncoded) => run({ ...search, uncoded })} />
      </div>
      <p role="status" className="col-span-full text-xs text-ink-faint">
        {current
          ? facets.data.search.state === "done"
            ? "Counts are exact for this search."
            : "Counts are of what was looked at so far."
          : facets.isError
            ? "The counts did not come. The list is complete without them."
            : "Counts are on their way; the list does not wait for them."}
      </p>
    </div>
  );
}

type MarkProps = { readonly label: string; readonly checked: boolean; readonly choose: (checked: boolean) => void };

function Mark({ label, checked, choose }: MarkProps) {
  return (
    <label className="flex items-center gap-1.5">
      <input type="checkbox" checked={checked} onChange={({ target }) => choose(target.checked)} />
      {label}
    </label>
  );
}

type ValuesProps = {
  readonly title: string;
  readonly values: readonly string[];
  readonly chosen: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly say: (value: string) => string;
  readonly choose: (next: string[]) => void;
  /** What stands where there is no value. */
  readonly none: string;
};

function Values({ title, values, chosen, counts, say, choose, none }: ValuesProps) {
  const most = Math.max(1, ...counts.values());
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-semibold">{title}</legend>
      <div className="grid max-h-48 grid-cols-[minmax(0,1fr)] content-start gap-y-0.5 overflow-y-auto">
        {values.map((value) => (
          <label key={value} className="relative flex items-center gap-1.5 pb-0.5">
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ target }) => choose(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))}
            />
            <span className="min-w-0 flex-1 truncate" title={say(value)}>
              {say(value)}
            </span>
            <Bar of={counts.get(value) ?? 0} most={most} />
            <span className="shrink-0 pr-2 text-xs text-ink-faint tabular-nums">
              {counts.has(value) ? count(counts.get(value) ?? 0) : "–"}
            </span>
          </label>
        ))}
        {values.length === 0 && <span className="text-ink-faint">{none}</span>}
      </div>
    </fieldset>
  );
}

const box = "w-[5.5rem] rounded-sm border border-line-strong/60 bg-raised px-1.5 py-0.5 text-sm";

// Enter sets what was typed, and sends no form that the filters stand in.
function leave(event: KeyboardEvent<HTMLInputElement>) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  event.currentTarget.blur();
}

type OneProps = { readonly label: string; readonly value: string; readonly choose: (value: string) => void };

function Time({ label, value, choose }: OneProps) {
  return (
    <label className="flex items-center justify-between gap-2">
      {label}
      <input
        key={value}
        type="text"
        inputMode="numeric"
        pattern="\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?"
        placeholder="2023-04"
        title="A month, as 2023-04, or a day, as 2023-04-15"
        defaultValue={value}
        onKeyDown={leave}
        onBlur={({ target }) => target.value !== value && target.checkValidity() && choose(target.value)}
        className={`${box} invalid:border-danger`}
      />
    </label>
  );
}

function Turns({ label, value, choose }: OneProps) {
  return (
    <label className="flex items-center justify-between gap-2">
      {label}
      <input
        key={value}
        type="text"
        inputMode="numeric"
        pattern="\d{1,6}"
        defaultValue={value}
        onKeyDown={leave}
        onBlur={({ target }) => target.value !== value && target.checkValidity() && choose(target.value)}
        className={`${box} invalid:border-danger`}
      />
    </label>
  );
}
