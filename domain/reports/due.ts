import type { Every, Period } from "./schema";

const DAY = 86_400_000;
/** A period is over for certain a little after its end: what was begun in its last moment has committed by then. */
const GRACE = 10 * 60_000;
/** After a long time without the reading room, no more than this many at once; the next round goes on. */
const MOST = 100;

/**
 * The periods of a schedule that are over and wait for their report, oldest first: whole days, weeks from Monday, or months, in UTC, from
 * the one in which it was set on. `last` is the first day of the newest that came due already. However long nothing ran, none is left out.
 */
export function duePeriods(every: Every, since: string, last: string | null, now: Date): Period[] {
  const due: Period[] = [];
  if (every === "never") return due;
  for (let from = last ? following(every, last) : beginOf(every, since); due.length < MOST; from = following(every, from)) {
    const next = following(every, from);
    if (Date.parse(next) + GRACE > now.getTime()) return due;
    due.push({ from, to: dayAt(Date.parse(next) - DAY) });
  }
  return due;
}

function beginOf(every: Exclude<Every, "never">, day: string): string {
  if (every === "month") return `${day.slice(0, 7)}-01`;
  const weekday = every === "week" ? (new Date(day).getUTCDay() + 6) % 7 : 0;
  return dayAt(Date.parse(day) - weekday * DAY);
}

function following(every: Exclude<Every, "never">, from: string): string {
  if (every !== "month") return dayAt(Date.parse(from) + (every === "week" ? 7 : 1) * DAY);
  const [year = 0, month = 0] = from.split("-").map(Number);
  return dayAt(Date.UTC(year, month, 1));
}

function dayAt(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
