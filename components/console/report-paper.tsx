import type { ReportDetail } from "@/domain/filings/schema";
import { momentOf } from "../ui/when";
import { reportTitles } from "./report-words";

export type PaperTable = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly right?: readonly number[];
  readonly rows: readonly (readonly string[])[];
};

/** A report as it is filed: what it is, on what it rests, its tables, and how anybody checks it. Made for paper. */
export function ReportPaper({
  report,
  lead,
  tables,
}: {
  readonly report: ReportDetail;
  readonly lead: readonly string[];
  readonly tables: readonly PaperTable[];
}) {
  return (
    <article className="grid gap-5 print:block print:space-y-5">
      <header className="grid gap-1">
        <h1 className="font-evidence text-3xl leading-tight font-semibold">{reportTitles[report.kind]}</h1>
        {lead.map((sentence) => (
          <p key={sentence} className="max-w-[80ch] font-evidence text-base">
            {sentence}
          </p>
        ))}
      </header>
      {tables.map((table) => (
        <PaperPart key={table.title} table={table} />
      ))}
      <Signature report={report} />
    </article>
  );
}

function PaperPart({ table: { title, columns, right = [], rows } }: { readonly table: PaperTable }) {
  return (
    <section className="grid gap-1 print:block" aria-label={title} {...{ tabIndex: 0 }}>
      <h2 className="border-b pb-1 text-base font-semibold">{title}</h2>
      {rows.length === 0 ? (
        <p className="text-ink-soft">None.</p>
      ) : (
        <div className="overflow-x-auto print:overflow-visible">
          <table className="w-full border-collapse text-left text-xs">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="border-b border-line-strong/60 text-ink-faint">
                {placed(columns, right).map(({ key, value, side }) => (
                  <th key={key} scope="col" className={`py-1 pr-3 align-bottom font-medium ${side}`}>
                    {value}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.join("\u001f")} className="break-inside-avoid border-b align-baseline">
                  {placed(row, right).map(({ key, value, side }) => (
                    <td key={key} className={`py-1 pr-3 break-words ${side}`}>
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

// Two columns may have one name: a cell is told apart by its place.
function placed(cells: readonly string[], right: readonly number[]) {
  return cells.map((value, i) => ({ key: String(i), value, side: right.includes(i) ? "text-right tabular-nums" : "" }));
}

function Signature({ report: { made, note } }: { readonly report: ReportDetail }) {
  if (!made || !note) return null;
  return (
    <footer className="grid break-inside-avoid gap-1 border-t-2 border-ink pt-2 text-xs">
      <p>
        Made {momentOf(made.at)} from the first {made.size.toLocaleString("en-GB")} leaves of the log; entry {made.entry}. SHA-256 of
        report.json: <span className="font-mono break-all">{made.sha256}</span>
      </p>
      <pre className="overflow-x-auto border bg-panel p-3 font-mono leading-relaxed whitespace-pre-wrap break-all">{note}</pre>
      <p className="max-w-[80ch] text-ink-soft">
        Anybody with an export of the log makes the same report, byte for byte:{" "}
        <code>
          npm run cli -- report {"KIND"} --from-export DIR --size {made.size}
        </code>
        . What the tables say is in report.json; the signature is over its hash.
      </p>
    </footer>
  );
}
