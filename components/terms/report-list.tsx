import Link from "next/link";
import type { TermReport } from "@/domain/terms/schema";
import { count } from "../ui/numbers";
import { Cell, Row, Table } from "../ui/table";
import { When } from "../ui/when";
import { frameOf, isOpen, states } from "./words";

/** The search term reports of one's side, newest first. */
export function ReportList({ reports }: { readonly reports: readonly TermReport[] }) {
  return (
    <Table
      caption="Search term reports of your side"
      columns={[
        { name: "Report" },
        { name: "Terms", right: true },
        { name: "Any term hits", right: true },
        { name: "State" },
        { name: "Made" },
      ]}
    >
      {reports.map((report) => (
        <Row key={report.id}>
          <Cell className="max-w-[60ch] min-w-48">
            <Link href={`/terms/${report.id}`} prefetch={false} className="font-medium text-accent underline">
              {report.name}
            </Link>
            <span className="block text-xs text-ink-soft">of {frameOf(report)}</span>
          </Cell>
          <Cell right>
            {count(report.terms)}
            {report.problems > 0 && <span className="block text-xs text-danger">{count(report.problems)} not asked</span>}
          </Cell>
          <Cell right>
            {report.state === "done" && !report.cut ? "" : "≥ "}
            {count(report.hits)}
          </Cell>
          <Cell>
            {states[report.state]}
            {isOpen(report) && <span className="tabular-nums"> {Math.floor(report.looked * 100)} %</span>}
            {report.outOfDate && <span className="block text-xs text-ink-faint">out of date</span>}
          </Cell>
          <Cell>
            <When at={report.createdAt} />
            <span className="block text-xs text-ink-faint">by {report.createdBy}</span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
