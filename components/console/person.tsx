import Link from "next/link";
import type { LogEntry } from "@/domain/audit/schema";
import type { DaySums, PersonActivity, RaisedFlag, Sums } from "@/domain/oversight/schema";
import { DayChart } from "../log/chart";
import { actionInWords, reasonInWords } from "../log/words";
import { count, counted } from "../ui/numbers";
import { Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { dayOf, momentOf, When } from "../ui/when";
import { AsOfLine } from "./as-of";
import { FlagList } from "./flag-list";
import { Behind, NumbersTable } from "./numbers-table";

type Key = keyof Sums;
const charts: readonly (readonly [title: string, key: Key, unit: string, alarm?: boolean])[] = [
  ["Opened", "opened", "look"],
  ["Opened for the first time", "different", "conversation"],
  ["Turns shown", "turns", "turn"],
  ["Characters shown", "characters", "character"],
  ["Listed in results", "listed", "conversation"],
  ["Refused", "refused", "attempt", true],
];

/** One person in the log: what they saw in all and day by day, and the entries that matter one by one. */
export function PersonPage({
  activity,
  flags,
  tiers,
}: {
  readonly activity: PersonActivity;
  readonly flags: readonly RaisedFlag[];
  readonly tiers: readonly string[];
}) {
  const { person, days, rows, everything, asOf } = activity;
  const series = (key: Key) => days.map((day) => ({ day, value: rows.find((row) => row.day === day)?.[key] ?? 0 }));
  return (
    <>
      <section className="border-b pb-4" aria-label="In all">
        <p className="max-w-[72ch] font-evidence text-xl leading-snug">{lifeOf(everything)}</p>
      </section>
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2 xl:grid-cols-3 print:grid-cols-3">
        {charts.map(([title, key, unit, alarm]) => (
          <DayChart
            key={key}
            title={title}
            unit={unit}
            days={series(key)}
            peak={Math.max(...series(key).map(({ value }) => value))}
            {...(alarm && { alarm })}
          />
        ))}
      </div>
      <Behind>
        <DaysTable rows={rows} />
      </Behind>
      <AsOfLine asOf={asOf} />
      <Section title="First access">
        <FirstLooks activity={activity} tiers={tiers} />
      </Section>
      <Section title="Flags" note="questions to ask, not findings">
        {flags.length === 0 ? <p className="text-ink-soft">None was raised.</p> : <FlagList flags={flags} />}
      </Section>
      <div className="grid gap-x-10 gap-y-5 xl:grid-cols-2">
        <Newest
          title="Sessions and tokens"
          entries={activity.sessions}
          none="None stands in the log."
          address={{ person: person.id, action: "session:open" }}
        />
        <Newest
          title="Refusals"
          entries={activity.refusals}
          none="Nothing was refused."
          address={{ person: person.id, outcome: "refused" }}
        />
        <Newest
          title="What they took away"
          entries={activity.departures}
          none="Nothing was downloaded."
          address={{ person: person.id, action: "production:download" }}
        />
      </div>
      <p>
        <Link href={{ pathname: "/audit", query: { person: person.id } }} prefetch={false} className="text-accent underline">
          Every entry of this person
        </Link>
      </p>
    </>
  );
}

function lifeOf({ sessions, opened, different, turns, characters, searches, exported, downloads, refused }: Sums): string {
  if (sessions + opened + searches + refused === 0) return "Nothing of this person stands in the log so far.";
  const looks =
    opened === 0
      ? "opened no conversation"
      : `opened ${counted(different, "conversation")} in ${counted(opened, "look")}, ${counted(turns, "turn")} of them`;
  const read = characters > 0 ? `, and was shown ${counted(characters, "character")}` : "";
  const asked = searches === 0 ? "made no search" : `made ${counted(searches, "search", "searches")}`;
  const left =
    exported + downloads === 0
      ? "took nothing away"
      : `had ${counted(exported, "conversation")} exported and downloaded ${counted(downloads, "file")}`;
  const no = refused === 0 ? "Nothing was refused" : `${counted(refused, "attempt was", "attempts were")} refused`;
  return `In ${counted(sessions, "session")} this person ${looks}${read}, ${asked}, and ${left}. ${no}.`;
}

function DaysTable({ rows }: { readonly rows: readonly DaySums[] }) {
  return (
    <NumbersTable
      caption="Day by day"
      names={["Day"]}
      columns={["Entries", "Looks", "First looks", "Turns", "Characters", "Searches", "Listed", "Downloads", "Refused"]}
      rows={rows.map((row) => ({
        key: row.day,
        cells: [dayOf(row.day)],
        numbers: [row.entries, row.opened, row.different, row.turns, row.characters, row.searches, row.listed, row.downloads, row.refused],
      }))}
    />
  );
}

function FirstLooks({
  activity: { firstLooks, everything },
  tiers,
}: {
  readonly activity: PersonActivity;
  readonly tiers: readonly string[];
}) {
  if (firstLooks.length === 0)
    return (
      <p className="text-ink-soft">
        {everything.opened === 0
          ? "This person has not been shown any material."
          : "The log recorded no first access: these looks are older than that record."}
      </p>
    );
  return (
    <ul className="grid gap-1">
      {firstLooks.map(({ tier, at, entry }) => (
        <li key={tier}>
          <strong className="font-semibold">{tiers[tier - 1] ?? `Tier ${tier}`}</strong>: {momentOf(at)},{" "}
          <Link href={{ pathname: "/audit", query: { id: entry } }} prefetch={false} className="text-accent underline">
            entry {count(Number(entry))}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Newest({
  title,
  entries,
  none,
  address,
}: {
  readonly title: string;
  readonly entries: readonly LogEntry[];
  readonly none: string;
  readonly address: Record<string, string>;
}) {
  return (
    <Section title={title} note={entries.length === 15 ? "the newest fifteen" : ""}>
      {entries.length === 0 ? (
        <p className="text-ink-soft">{none}</p>
      ) : (
        <>
          <EntryTable caption={title} entries={entries} />
          <Link href={{ pathname: "/audit", query: address }} prefetch={false} className="w-fit text-accent underline print:hidden">
            All of them in the log
          </Link>
        </>
      )}
    </Section>
  );
}

/** Entries in few columns: time, what, of which object, how it ended. */
export function EntryTable({
  caption,
  entries,
  who = false,
}: {
  readonly caption: string;
  readonly entries: readonly LogEntry[];
  readonly who?: boolean;
}) {
  return (
    <Table
      caption={caption}
      columns={["Time (UTC)", ...(who ? ["Person"] : []), "What happened", "Of what", "Entry"].map((name) => ({ name }))}
    >
      {entries.map((entry) => (
        <Row key={entry.id}>
          <Cell className="text-xs">
            <When at={entry.at} zone={false} />
          </Cell>
          {who && <Cell>{entry.person.email ?? "nobody known"}</Cell>}
          <Cell>
            {actionInWords(entry.action, entry.outcome)}
            {entry.reason && <span className="block text-xs text-danger">{reasonInWords(entry.reason)}</span>}
          </Cell>
          <Cell className="text-xs">{ofWhat(entry)}</Cell>
          <Cell className="text-xs">
            <Link href={{ pathname: "/audit", query: { id: entry.id } }} prefetch={false} className="hover:underline">
              {entry.id}
            </Link>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function ofWhat({ object, shown, detail }: LogEntry): string {
  const { from, to, kind, state, file } = detail;
  const name = object?.split(":").slice(1).join(":") ?? "";
  const short = /^[0-9a-f-]{36}$/.test(name) ? `${name.slice(0, 8)}…` : name;
  const turns = typeof from === "number" && typeof to === "number" ? `turns ${from}–${to}` : "";
  const listed = shown && shown.count > 0 ? `${count(shown.count)} listed` : "";
  const others = [kind, state, file].filter((one) => typeof one === "string");
  return [short, turns, listed, ...others].filter(Boolean).join(", ");
}
