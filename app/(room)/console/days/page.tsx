import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { AsOfLine } from "@/components/console/as-of";
import { Calendar } from "@/components/console/calendar";
import { Behind, NumbersTable } from "@/components/console/numbers-table";
import { Page } from "@/components/ui/page";
import { dayOf } from "@/components/ui/when";
import { readOverview } from "@/domain/oversight/overview";

export const metadata = { title: "By day" };

/** Half a year of days, each leading to its own page. */
export default async function DaysPage() {
  const actor = await pageActor();
  return pageAnswer(
    () => readOverview(actor, { until: new Date().toISOString(), days: 182 }),
    ({ days, rows, asOf }) => {
      const all = days.map((day) => {
        const of = rows.filter((row) => row.day === day);
        const sum = (key: "opened" | "entries" | "searches" | "refused") => of.reduce((n, row) => n + row[key], 0);
        return { day, opened: sum("opened"), entries: sum("entries"), searches: sum("searches"), refused: sum("refused") };
      });
      return (
        <Page
          title="Day by day"
          lead="The last half year, in UTC. A square is as large as its day had looks; each day has a page of its own."
        >
          <Calendar days={all} />
          <Behind what="The numbers behind this calendar">
            <NumbersTable
              caption="Days with entries"
              names={["Day"]}
              columns={["Entries", "Looks", "Searches", "Refused"]}
              rows={all
                .filter(({ entries }) => entries > 0)
                .map((one) => ({ key: one.day, cells: [dayOf(one.day)], numbers: [one.entries, one.opened, one.searches, one.refused] }))}
            />
          </Behind>
          <AsOfLine asOf={asOf} />
        </Page>
      );
    },
  );
}
