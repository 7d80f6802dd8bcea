import Link from "next/link";
import { count, counted } from "../ui/numbers";
import { dayOf, monthOf } from "../ui/when";

export type DayOfYear = { readonly day: string; readonly opened: number; readonly entries: number };

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** A calendar of months: each day's looks as a square whose area is their number, and the number itself where there is room. */
export function Calendar({ days }: { readonly days: readonly DayOfYear[] }) {
  const peak = Math.max(1, ...days.map(({ opened }) => opened));
  const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))];
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(16rem,1fr))] items-start gap-x-8 gap-y-6 print:grid-cols-3">
      {months.map((month) => (
        <Month key={month} month={month} days={days.filter(({ day }) => day.startsWith(month))} peak={peak} />
      ))}
    </div>
  );
}

function Month({ month, days, peak }: { readonly month: string; readonly days: readonly DayOfYear[]; readonly peak: number }) {
  const before = (new Date(`${days[0]?.day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells: (DayOfYear | null)[] = [...Array.from({ length: before }, () => null), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, i) =>
    Array.from({ length: 7 }, (_, j) => cells[i * 7 + j] ?? null),
  );
  const total = days.reduce((sum, { opened }) => sum + opened, 0);
  return (
    <table className="w-full table-fixed break-inside-avoid text-center text-2xs">
      <caption className="pb-1 text-left text-sm font-medium">
        {monthOf(month)} <span className="font-normal text-ink-faint">{counted(total, "look")}</span>
      </caption>
      <thead>
        <tr className="text-ink-faint">
          {weekdays.map((name) => (
            <th key={name} scope="col" className="font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week.find(Boolean)?.day ?? "none"}>
            {weekdays.map((name, i) => (
              <td key={name} className="h-9 border p-0 align-middle">
                <Day day={week[i] ?? null} peak={peak} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, peak }: { readonly day: DayOfYear | null; readonly peak: number }) {
  if (!day) return null;
  const spoken = `${dayOf(day.day)}: ${counted(day.opened, "look")}, ${counted(day.entries, "entry", "entries")}`;
  const size = day.opened === 0 ? 0 : Math.max(12, Math.sqrt(day.opened / peak) * 100);
  return (
    <Link
      href={`/console/days/${day.day}`}
      prefetch={false}
      title={spoken}
      aria-label={spoken}
      className="relative grid h-9 place-items-center hover:bg-panel"
    >
      <svg viewBox="0 0 100 100" className="absolute h-8 w-8" aria-hidden>
        <rect
          x={50 - size / 2}
          y={50 - size / 2}
          width={size}
          height={size}
          className="fill-accent-wash stroke-accent"
          strokeWidth={size ? 3 : 0}
        />
      </svg>
      <span className={`relative ${day.entries === 0 ? "text-ink-faint" : "font-medium text-ink"}`}>
        {day.opened > 0 ? count(day.opened) : Number(day.day.slice(8))}
      </span>
    </Link>
  );
}
