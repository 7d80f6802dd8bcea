import type { Sums } from "./schema";

/** One group of sums as the database gives them: an action with its outcome. */
export type SumRow = {
  readonly hour: Date | null;
  readonly side: string | null;
  readonly person_id: string | null;
  readonly email: string | null;
  readonly role: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly entries: bigint;
  readonly fresh: bigint;
  readonly listed: bigint;
  readonly turns: bigint;
  readonly characters: bigint;
  readonly last_hour: Date;
};

/** What some groups come to together. */
export function sumsOf(rows: readonly SumRow[]): Sums {
  const sum: { -readonly [K in keyof Sums]: number } = {
    ...{ entries: 0, sessions: 0, opened: 0, different: 0, turns: 0, characters: 0 },
    ...{ searches: 0, listed: 0, counts: 0, exported: 0, downloads: 0, refused: 0 },
  };
  for (const row of rows) {
    const entries = Number(row.entries);
    sum.entries += entries;
    if (row.outcome === "refused") sum.refused += entries;
    if (row.outcome !== "done") continue;
    sum.different += Number(row.fresh);
    sum.turns += Number(row.turns);
    sum.characters += Number(row.characters);
    if (row.action === "session:open") sum.sessions += entries;
    if (row.action === "conversation:view") sum.opened += entries;
    if (row.action === "conversation:search")
      Object.assign(sum, { searches: sum.searches + entries, listed: sum.listed + Number(row.listed) });
    if (row.action === "conversation:count") sum.counts += entries;
    if (row.action === "production:ask") sum.exported += Number(row.listed);
    if (row.action === "production:download") sum.downloads += entries;
  }
  return sum;
}

/** Groups by what they have in common, in the order in which each first comes. */
export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return [...groups.values()];
}

const DAY = 86_400_000;

/** The whole days of a span, in UTC, and its two ends. */
export function daysOf({ until, days }: { readonly until: string; readonly days: number }) {
  const end = Math.floor(Date.parse(until) / DAY) * DAY + DAY;
  const from = end - days * DAY;
  const names = Array.from({ length: days }, (_, i) => new Date(from + i * DAY).toISOString().slice(0, 10));
  return { from: new Date(from), until: new Date(end), names };
}

export function dayName(at: Date | null): string {
  return at?.toISOString().slice(0, 10) ?? "";
}
