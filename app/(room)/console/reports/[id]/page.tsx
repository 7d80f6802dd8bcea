import { notFound } from "next/navigation";
import { pageActor } from "@/app/actor";
import { pageAnswer } from "@/app/page-answer";
import { ReportPaper } from "@/components/console/report-paper";
import { reportTitles } from "@/components/console/report-words";
import { Empty } from "@/components/ui/page";
import { dayOf } from "@/components/ui/when";
import { readReport } from "@/domain/filings/read";
import { ReadReport, type ReportDetail, ReportFile } from "@/domain/filings/schema";
import type { Report } from "@/domain/reports/compile";
import { leadOf } from "@/domain/reports/paper";
import { tablesOf } from "@/domain/reports/tables";

export const metadata = { title: "A report" };

/** A report as it is filed, to read and to print; beside it the files that prove it. */
export default async function ReportPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const asked = ReadReport.safeParse(await params);
  if (!asked.success) notFound();
  return pageAnswer(
    () => readReport(actor, asked.data),
    (report) => (
      <div className="mx-auto grid max-w-[88rem] content-start gap-5 px-6 py-5 print:block print:max-w-none print:p-0">
        {report.document === null ? <Waiting report={report} /> : <Made report={report} document={report.document} />}
      </div>
    ),
  );
}

function Made({ report, document }: { readonly report: ReportDetail; readonly document: string }) {
  const made = JSON.parse(document) as Report;
  return (
    <>
      <p className="flex flex-wrap gap-x-4 gap-y-1 print:hidden">
        {ReportFile.shape.name.options
          .filter((name) => name !== "checkpoint.note" || report.checkpoint)
          .map((name) => (
            <a key={name} href={`/api/reports/${report.id}/files/${name}`} download className="text-accent underline">
              {name}
            </a>
          ))}
      </p>
      <ReportPaper report={report} lead={leadOf(made)} tables={tablesOf(made)} />
    </>
  );
}

function Waiting({ report }: { readonly report: ReportDetail }) {
  return (
    <Empty title={`${reportTitles[report.kind]}, ${dayOf(report.from)} to ${dayOf(report.to)}: it waits to be made.`}>
      The reporter makes it within a minute while the reading room runs, and has it signed with the key of the log. Open this page again
      then; nothing else need be done.
    </Empty>
  );
}
