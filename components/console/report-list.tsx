import Link from "next/link";
import type { ReportCard, Schedule } from "@/domain/filings/schema";
import { Every, ReportKind } from "@/domain/reports/schema";
import { Deed } from "../ui/deed";
import { SelectField, TextField } from "../ui/field";
import { Empty } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { dayOf, When } from "../ui/when";
import { causeInWords, everyInWords, reportMeans, reportTitles } from "./report-words";

/** Reports made and waiting, the newest first. */
export function ReportList({ reports }: { readonly reports: readonly ReportCard[] }) {
  if (reports.length === 0)
    return (
      <Empty title="No report was asked for yet.">
        Ask for one, or set how often each is made. A report is made from the log alone, signed with its key, and stands in it with its
        hash.
      </Empty>
    );
  return (
    <Table caption="Reports, newest first" columns={["Report", "Days (UTC)", "Why", "Made (UTC)", "SHA-256"].map((name) => ({ name }))}>
      {reports.map((report) => (
        <Row key={report.id}>
          <Cell className="font-medium">
            <Link href={`/console/reports/${report.id}`} prefetch={false} className="text-accent underline">
              {reportTitles[report.kind]}
            </Link>
          </Cell>
          <Cell>{report.from === report.to ? dayOf(report.from) : `${dayOf(report.from)} to ${dayOf(report.to)}`}</Cell>
          <Cell>{causeInWords(report)}</Cell>
          <Cell>{report.made ? <When at={report.made.at} zone={false} /> : <span className="text-ink-faint">waits to be made</span>}</Cell>
          <Cell className="font-mono text-xs">{report.made && `${report.made.sha256.slice(0, 16)}…`}</Cell>
        </Row>
      ))}
    </Table>
  );
}

const day = {
  inputMode: "numeric",
  pattern: "\\d{4}-\\d{2}-\\d{2}",
  placeholder: "2026-11-23",
  title: "A day in UTC, as 2026-11-23",
} as const;

export function AskForReport({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <Deed
      name="Ask for a report"
      look="primary"
      shortcut="r"
      title="Ask for a report"
      address="/api/reports"
      submit="Ask for it"
      busy="Asking"
      consequences={
        <p>
          It is made from the log within a minute, as far as the log is sequenced then, signed with the log’s key, and stays in this list.
          That you asked, and its hash, stand in the log. Nobody else is told.
        </p>
      }
    >
      <SelectField label="Report" name="kind" required>
        {ReportKind.options.map((kind) => (
          <option key={kind} value={kind}>
            {reportTitles[kind]}
          </option>
        ))}
      </SelectField>
      <div className="grid grid-cols-2 items-start gap-3">
        <TextField label="First day" name="from" required {...day} defaultValue={from} />
        <TextField label="Last day" name="to" required {...day} defaultValue={to} hint="Included. Whole days in UTC." />
      </div>
    </Deed>
  );
}

/** How often each report is made on its own, and the way to change it. */
export function Schedules({ schedules }: { readonly schedules: readonly Schedule[] }) {
  return (
    <Table
      caption="When reports are made"
      columns={[
        { name: "Report" },
        { name: "Made" },
        { name: "Since" },
        { name: "What may be done", right: true, className: "print:hidden" },
      ]}
    >
      {schedules.map(({ kind, every, since }) => (
        <Row key={kind}>
          <Cell>
            <span className="font-medium">{reportTitles[kind]}</span>
            <span className="block max-w-[60ch] text-xs text-ink-faint">{reportMeans[kind]}</span>
          </Cell>
          <Cell>{everyInWords[every]}</Cell>
          <Cell>{since && dayOf(since)}</Cell>
          <Cell right className="print:hidden">
            <Deed
              name="Change"
              title={`When “${reportTitles[kind]}” is made`}
              address="/api/reports/schedule"
              method="PUT"
              fixed={{ kind }}
              submit="Set it"
              busy="Setting"
              consequences={
                <p>
                  From the running day, week or month on. What came due before is still made, also when the reading room did not run at the
                  time. The change stands in the log with your name.
                </p>
              }
            >
              <SelectField label="Made" name="every" defaultValue={every}>
                {Every.options.map((one) => (
                  <option key={one} value={one}>
                    {everyInWords[one]}
                  </option>
                ))}
              </SelectField>
            </Deed>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
