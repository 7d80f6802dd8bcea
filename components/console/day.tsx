import Link from "next/link";
import type { Side } from "@/domain/access/permissions";
import type { DayActivity, RaisedFlag, Sums } from "@/domain/oversight/schema";
import { BarChart } from "../log/chart";
import { Empty, Section } from "../ui/page";
import { AsOfLine } from "./as-of";
import { FlagList } from "./flag-list";
import { Behind, NumbersTable } from "./numbers-table";
import { PeopleTable } from "./people-table";

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const named = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

/** One day: hour by hour on each side, what struck, and who saw how much. */
export function DayPage({
  activity,
  flags,
  names,
}: {
  readonly activity: DayActivity;
  readonly flags: readonly RaisedFlag[];
  readonly names: ReadonlyMap<string, string>;
}) {
  const { day, people, asOf } = activity;
  const bars = (key: keyof Sums, side?: Side) =>
    hours.map((hour) => ({
      ...{ name: `${named(hour)} UTC`, short: named(hour) },
      value: activity.hours
        .filter((one) => one.hour === hour && (side === undefined || one.side === side))
        .reduce((sum, one) => sum + one[key], 0),
    }));
  const [plaintiff, defense, refused] = [bars("opened", "plaintiff"), bars("opened", "defense"), bars("refused")];
  const peak = Math.max(...[...plaintiff, ...defense].map(({ value }) => value));
  if (people.length === 0 && activity.hours.length === 0)
    return (
      <>
        <Empty title="Nothing stands in the log of this day." />
        <AsOfLine asOf={asOf} />
      </>
    );
  return (
    <>
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-3 print:grid-cols-3">
        <BarChart title="Opened, plaintiff side" unit="look" bars={plaintiff} peak={peak} />
        <BarChart title="Opened, defense side" unit="look" bars={defense} peak={peak} />
        <BarChart title="Refused, everybody" unit="attempt" bars={refused} peak={Math.max(...refused.map(({ value }) => value))} alarm />
      </div>
      <Behind>
        <NumbersTable
          caption="Hour by hour"
          names={["Hour (UTC)"]}
          columns={["Looks, plaintiff", "Looks, defense", "Refused"]}
          rows={hours.map((hour) => ({
            key: named(hour),
            cells: [named(hour)],
            numbers: [plaintiff, defense, refused].map((of) => of[hour]?.value ?? 0),
          }))}
        />
      </Behind>
      {flags.length > 0 && (
        <Section title="Flags of this day">
          <FlagList flags={flags} />
        </Section>
      )}
      <Section title="Who saw how much">
        <PeopleTable people={people} names={names} caption="Who saw how much on this day" />
      </Section>
      <AsOfLine asOf={asOf} />
      <p>
        <Link href={{ pathname: "/audit", query: { from: day, to: day } }} prefetch={false} className="text-accent underline">
          Every entry of this day
        </Link>
      </p>
    </>
  );
}
