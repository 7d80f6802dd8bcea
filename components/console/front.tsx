import Link from "next/link";
import type { Side } from "@/domain/access/permissions";
import type { Overview, RaisedFlag, Sums, WitnessState } from "@/domain/oversight/schema";
import { DayChart } from "../log/chart";
import { sideInWords } from "../log/words";
import { count, counted } from "../ui/numbers";
import { dayOf } from "../ui/when";
import { AsOfLine } from "./as-of";
import { FlagList } from "./flag-list";
import { Behind, NumbersTable } from "./numbers-table";
import { witnessHeadline } from "./witness-words";

type Key = "opened" | "listed" | "characters" | "downloads" | "refused" | "searches";

/** The front page: one figure with its sentence, what strikes, how far the log is witnessed, then the same days side by side. */
export function FrontPage({
  overview,
  flags,
  witness,
  now,
}: {
  readonly overview: Overview;
  readonly flags: readonly RaisedFlag[];
  readonly witness: WitnessState;
  readonly now: string;
}) {
  const { days, rows, asOf } = overview;
  const by = (key: Key, side?: Side) =>
    days.map((day) => ({
      day,
      value: sum(
        rows.filter((row) => row.day === day && (side === undefined || row.side === side)),
        key,
      ),
    }));
  const opened = { plaintiff: by("opened", "plaintiff"), defense: by("opened", "defense") };
  const peak = largest([...opened.plaintiff, ...opened.defense]);
  const total = sum(rows, "opened");
  return (
    <>
      <section className="grid gap-x-10 gap-y-4 border-b pb-5 lg:grid-cols-[auto_1fr]" aria-label={`The last ${days.length} days`}>
        <p className="font-evidence leading-none">
          <span className="block text-6xl font-semibold tracking-tight tabular-nums">{count(total)}</span>
          <span className="mt-2 block text-base text-ink-soft">
            {total === 1 ? "time a conversation was opened" : "times a conversation was opened"}
          </span>
        </p>
        <p className="max-w-[66ch] font-evidence text-xl leading-snug">{headline(overview)}</p>
      </section>
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <Story
          title={flags.length === 0 ? "Nothing strikes" : counted(flags.length, "thing strikes", "things strike")}
          href="/console/flags"
          more="All flags"
        >
          {flags.length === 0 ? (
            <p className="text-ink-soft">No flag was raised in the last seven days. A flag is a question to ask somebody, not a finding.</p>
          ) : (
            <FlagList flags={flags.slice(0, 4)} brief />
          )}
        </Story>
        <Story title={witnessHeadline(witness, now).title} href="/console/witness" more="Checkpoints and witnesses">
          <p className="text-ink-soft">{witnessHeadline(witness, now).sentence}</p>
        </Story>
      </div>
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2 xl:grid-cols-3 print:grid-cols-2">
        <DayChart title="Opened, plaintiff side" unit="look" days={opened.plaintiff} peak={peak} />
        <DayChart title="Opened, defense side" unit="look" days={opened.defense} peak={peak} />
        <DayChart title="Listed in results" unit="conversation" days={by("listed")} peak={largest(by("listed"))} />
        <DayChart title="Shown, everybody" unit="character" days={by("characters")} peak={largest(by("characters"))} />
        <DayChart title="Downloaded" unit="file" days={by("downloads")} peak={largest(by("downloads"))} />
        <DayChart title="Refused, everybody" unit="attempt" days={by("refused")} peak={largest(by("refused"))} alarm />
      </div>
      <Behind>
        <NumbersTable
          caption="Entries of the log by day and side"
          names={["Day", "Side"]}
          columns={["Entries", "Looks", "Turns", "Characters", "Searches", "Listed", "Downloads", "Refused"]}
          rows={rows.map((row) => ({
            key: `${row.day} ${row.side}`,
            cells: [dayOf(row.day), sideInWords(row.side)],
            numbers: [row.entries, row.opened, row.turns, row.characters, row.searches, row.listed, row.downloads, row.refused],
          }))}
        />
      </Behind>
      <AsOfLine asOf={asOf} />
    </>
  );
}

function Story({
  title,
  href,
  more,
  children,
}: {
  readonly title: string;
  readonly href: "/console/flags" | "/console/witness";
  readonly more: string;
  readonly children: React.ReactNode;
}) {
  return (
    <section className="grid content-start gap-2 border-t-2 border-ink pt-2">
      <h2 className="font-evidence text-lg leading-tight font-semibold">{title}</h2>
      {children}
      <Link href={href} prefetch={false} className="w-fit text-accent underline print:hidden">
        {more}
      </Link>
    </section>
  );
}

function headline({ days, rows }: Overview): string {
  const total = (key: Key, side?: Side) =>
    sum(
      rows.filter((row) => side === undefined || row.side === side),
      key,
    );
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return "";
  const opened = total("opened");
  const refused = total("refused");
  const downloads = total("downloads");
  const who = `the plaintiff side ${count(total("opened", "plaintiff"))}, the defense side ${count(total("opened", "defense"))}`;
  const looks = opened === 0 ? "nobody opened a conversation" : `conversations were opened ${counted(opened, "time")}: ${who}`;
  const left = downloads === 0 ? "Nothing was downloaded" : `${counted(downloads, "file was", "files were")} downloaded`;
  return `From ${dayOf(first)} to ${dayOf(last)} ${looks}. ${left}, and ${refused === 0 ? "nothing was refused" : `${counted(refused, "attempt was", "attempts were")} refused`}.`;
}

function sum(rows: readonly Sums[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0);
}

function largest(of: readonly { value: number }[]): number {
  return Math.max(...of.map(({ value }) => value));
}
