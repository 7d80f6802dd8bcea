import type { OrderSettings, Period } from "./schema";

type Calendar = Pick<OrderSettings, "timeZone" | "holidays">;

const DAY = 86_400_000;

/** Which day it is where the court is, as 2026-11-24. */
export function dayIn({ timeZone }: Pick<OrderSettings, "timeZone">, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/** Whether a period may end on this day: no Saturday, no Sunday, no holiday of the order. */
export function isWorkingDay({ holidays }: Pick<OrderSettings, "holidays">, day: string): boolean {
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && !holidays.includes(day);
}

/**
 * The last day of a period that begins with something that happens at `from`. The day itself is not counted. Where the last day is none
 * on which a period may end, it is the next that is. The database counts the same (access.last_day).
 */
export function lastDayOf(calendar: Calendar, { days, of }: Period, from: Date): string {
  let day = dayIn(calendar, from);
  if (of === "calendar") day = after(day, days);
  else for (let left = days; left > 0; ) if (isWorkingDay(calendar, (day = after(day, 1)))) left--;
  while (!isWorkingDay(calendar, day)) day = after(day, 1);
  return day;
}

/** Whether a period has ended: when its last day is over where the court is, and not before. */
export function hasEnded(calendar: Calendar, lastDay: string, now: Date): boolean {
  return dayIn(calendar, now) > lastDay;
}

function after(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** So many months after a day; the last of the month where that month has no such day. */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
