"use client";

import { count } from "../ui/numbers";
import { monthOf } from "../ui/when";

type Counted = readonly { readonly value: string; readonly count: number }[];

/** How much of the most a value is, for the eye: a line under its row. The number stands in the row. */
export function Bar({ of, most }: { readonly of: number; readonly most: number }) {
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" className="absolute inset-x-0 bottom-0 h-0.5 w-full" aria-hidden>
      <title>{count(of)}</title>
      <rect x={0} y={0} height={8} width={of > 0 ? Math.max(2, (of / most) * 100) : 0} className="fill-accent" />
    </svg>
  );
}

type MonthsProps = { readonly months: Counted; readonly choose: (month: string) => void };

/** A column to each month; pressing one narrows the search to it. */
export function MonthChart({ months: counted, choose }: MonthsProps) {
  // What is shown as of another month is of no day, and no range of days finds it.
  const months = counted.filter(({ value }) => value !== "other");
  const others = counted.find(({ value }) => value === "other")?.count ?? 0;
  const most = Math.max(1, ...months.map(({ count: n }) => n));
  const [first, last] = [months[0], months.at(-1)];
  return (
    <div>
      <div className="flex h-12 items-end gap-px overflow-hidden border-b border-line-strong/50">
        {months.map(({ value, count: n }) => (
          <button
            key={value}
            type="button"
            title={`${monthOf(value)}: ${count(n)}`}
            aria-label={`${monthOf(value)}, ${count(n)}: only this month`}
            onClick={() => choose(value)}
            className="flex h-full min-w-px flex-1 items-end hover:bg-line/40"
          >
            <span className="w-full bg-accent" style={{ height: `${Math.max(3, (n / most) * 100)}%` }} />
          </button>
        ))}
      </div>
      <p className="flex justify-between text-2xs text-ink-faint">
        <span>{first ? monthOf(first.value) : "no month yet"}</span>
        <span>{last && last !== first ? monthOf(last.value) : ""}</span>
      </p>
      {others > 0 && <p className="text-2xs text-ink-faint">{count(others)} in months too small to be named</p>}
    </div>
  );
}

type TurnsProps = { readonly classes: Counted; readonly choose: (least: string, most: string) => void };

/** How long the conversations are, in classes; pressing one narrows the search to it. */
export function TurnsChart({ classes, choose }: TurnsProps) {
  const most = Math.max(1, ...classes.map(({ count: n }) => n));
  return (
    <ul aria-label="Turns" className="grid gap-0.5">
      {classes.map(({ value, count: n }) => {
        if (value === "other")
          return (
            <li key={value} className="flex items-center gap-1.5 text-ink-faint">
              <span>other lengths</span>
              <span className="ml-auto text-xs tabular-nums">{count(n)}</span>
            </li>
          );
        const [least = "", greatest = ""] = value.replace("+", "").split("-");
        return (
          <li key={value}>
            <button
              type="button"
              onClick={() => choose(least, greatest)}
              className="relative flex w-full items-center gap-1.5 pb-0.5 hover:bg-line/40"
            >
              <span className="whitespace-nowrap">{value.replace("-", " to ").replace("+", " or more")} turns</span>
              <Bar of={n} most={most} />
              <span className="ml-auto text-xs text-ink-faint tabular-nums">{count(n)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
