import type { Side } from "@/domain/access/permissions";
import type { Activity, ActivityOfDay } from "@/domain/reports/schema";
import { count, counted } from "../ui/numbers";
import { dayOf } from "../ui/when";
import { DayChart } from "./chart";
import { sideInWords } from "./words";

type Key = "opened" | "shown" | "downloaded" | "refused" | "searched";

/** The front page of the log: one figure with its sentence, then the same days side by side. Counts only; nothing of anybody's question. */
export function LogHeadline({ activity }: { readonly activity: Activity }) {
  const { days, rows } = activity;
  const by = (key: Key, side?: Side) =>
    days.map((day) => ({
      day,
      value: sum(
        rows.filter((row) => row.day === day && (side === undefined || row.side === side)),
        key,
      ),
    }));
  const opened = { total: sum(rows, "opened"), plaintiff: by("opened", "plaintiff"), defense: by("opened", "defense") };
  const peak = Math.max(...[...opened.plaintiff, ...opened.defense].map(({ value }) => value));
  const refused = by("refused");
  const shown = by("shown");
  const largest = (of: readonly { value: number }[]) => Math.max(...of.map(({ value }) => value));
  return (
    <section className="grid gap-4 border-y py-4" aria-label="The last thirty days">
      <div className="flex flex-wrap items-end gap-x-6 gap-y-1">
        <p className="font-evidence leading-none">
          <span className="block text-5xl font-semibold tracking-tight tabular-nums">{count(opened.total)}</span>
          <span className="mt-1.5 block text-base text-ink-soft">
            {opened.total === 1 ? "time a conversation was opened" : "times a conversation was opened"}
          </span>
        </p>
        <p className="max-w-[62ch] flex-1 basis-96 font-evidence text-lg leading-snug">{headline(activity)}</p>
      </div>
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2 xl:grid-cols-4 print:grid-cols-2">
        <DayChart title="Opened, plaintiff side" unit="conversation" days={opened.plaintiff} peak={peak} />
        <DayChart title="Opened, defense side" unit="conversation" days={opened.defense} peak={peak} />
        <DayChart title="Listed in results" unit="conversation" days={shown} peak={largest(shown)} />
        <DayChart title="Refused, everybody" unit="attempt" days={refused} peak={largest(refused)} alarm />
      </div>
      <details className="print:hidden">
        <summary className="w-fit cursor-default text-xs text-ink-soft">The numbers behind these charts</summary>
        <Numbers rows={rows} />
      </details>
    </section>
  );
}

function headline({ days, rows }: Activity): string {
  const total = (key: Key, side?: Side) =>
    sum(
      rows.filter((row) => side === undefined || row.side === side),
      key,
    );
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return "";
  const opened = total("opened");
  const refused = total("refused");
  const downloads = total("downloaded");
  const span = `From ${dayOf(first)} to ${dayOf(last)}`;
  const who = `the plaintiff side ${count(total("opened", "plaintiff"))}, the defense side ${count(total("opened", "defense"))}`;
  const looks = opened === 0 ? "nobody opened a conversation" : `conversations were opened ${counted(opened, "time")}: ${who}`;
  const left = downloads === 0 ? "Nothing was downloaded" : `${counted(downloads, "file was", "files were")} downloaded`;
  return `${span} ${looks}. ${left}, and ${refused === 0 ? "nothing was refused" : `${counted(refused, "attempt was", "attempts were")} refused`}.`;
}

function Numbers({ rows }: { readonly rows: readonly ActivityOfDay[] }) {
  const columns = ["Entries", "Opened", "Pages of results", "Listed", "Downloaded", "Refused"];
  return (
    <table className="mt-2 text-sm">
      <caption className="sr-only">Entries of the log by day and side, last thirty days</caption>
      <thead>
        <tr className="border-b text-xs text-ink-faint">
          <th scope="col" className="py-1 pr-6 text-left font-medium">
            Day
          </th>
          <th scope="col" className="py-1 pr-6 text-left font-medium">
            Side
          </th>
          {columns.map((name) => (
            <th key={name} scope="col" className="py-1 pr-6 text-right font-medium">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.day} ${row.side}`} className="border-b">
            <td className="py-0.5 pr-6">{dayOf(row.day)}</td>
            <td className="py-0.5 pr-6">{sideInWords(row.side)}</td>
            {[row.entries, row.opened, row.searched, row.shown, row.downloaded, row.refused].map((value, i) => (
              <td key={columns[i]} className="py-0.5 pr-6 text-right tabular-nums">
                {count(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sum(rows: readonly ActivityOfDay[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0);
}
