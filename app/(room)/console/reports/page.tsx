import Link from "next/link";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { AskForReport, ReportList, Schedules } from "@/components/console/report-list";
import { Page, Section } from "@/components/ui/page";
import type { Actor } from "@/domain/access/permit";
import { listReports } from "@/domain/filings/list";
import { listSchedules } from "@/domain/filings/schedules";
import { ListReports } from "@/domain/filings/schema";

export const metadata = { title: "Reports" };

export default async function ReportsPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const actor = await pageActor();
  const asked = ListReports.safeParse(await searchParams);
  const today = new Date().toISOString().slice(0, 10);
  return pageAnswer(
    () => gather(actor, asked.success ? asked.data : ListReports.parse({})),
    ({ reports, schedules }) => (
      <Page
        title="Reports"
        lead="What the court files: made from the log alone, signed with its key, and the same for whoever makes them again from an export."
        deeds={<AskForReport from={`${today.slice(0, 7)}-01`} to={today} />}
      >
        <ReportList reports={reports.items} />
        {reports.next && (
          <Link
            href={{ pathname: "/console/reports", query: { after: reports.next } }}
            prefetch={false}
            className="w-fit text-accent underline"
          >
            Older
          </Link>
        )}
        <Section title="When they are made">
          <Schedules schedules={schedules} />
        </Section>
      </Page>
    ),
  );
}

async function gather(actor: Actor, asked: ListReports) {
  const reports = await listReports(actor, asked);
  return { reports, schedules: await listSchedules(actor) };
}
