import { csv } from "@/lib/csv";
import type { Report } from "./compile";
import { type ReportTable, tablesOf } from "./tables";

/** What each report is called on paper. */
export const titles: Readonly<Record<Report["kind"], string>> = {
  roster: "Roster",
  access: "Access to the record",
  exports: "Exports and downloads",
  holds: "Holds",
  refusals: "Refusals",
  denominator: "The denominator",
};

/** The period as people say it: the last day is included. */
export function periodOf({ from, until }: Report["period"]): { readonly from: string; readonly to: string } {
  return { from: from.slice(0, 10), to: new Date(Date.parse(`${until.slice(0, 10)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10) };
}

/** What a report says of itself, in sentences: of which days, on how many entries it rests, and up to where the log was read. */
export function leadOf(report: Report): readonly string[] {
  const { from, to } = periodOf(report.period);
  const { entries, first, last } = report.counted;
  const rests = first && last ? `${entries} entries of the log, from number ${first.entry} to number ${last.entry}` : "no entry of the log";
  const size = report.log.size === null ? "The log had no checkpoint." : `The log was read up to its first ${report.log.size} leaves.`;
  return [`${report.matter.caption}. ${from} to ${to}, whole days in UTC. It rests on ${rests}.`, size];
}

export function asMarkdown(report: Report): string {
  const parts = tablesOf(report).map(({ title, columns, right, rows }) => {
    const rule = columns.map((_, i) => (right?.includes(i) ? "---:" : "---"));
    const lines = [columns, rule, ...rows].map((row) => `| ${row.map(inMarkdown).join(" | ")} |`);
    return `## ${title}\n\n${rows.length === 0 ? "None." : lines.join("\n")}\n`;
  });
  return `# ${titles[report.kind]}\n\n${leadOf(report).map(inMarkdown).join("\n")}\n\n${parts.join("\n")}`;
}

// Text of an entry may be anybody's: it must neither end a cell nor become a heading, a link or HTML.
function inMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~]/g, "\\$&").replace(/\s+/g, " ");
}

/** Every table with its title as a row of its own and an empty row between; nothing of it runs in a spreadsheet. */
export function asCsv(report: Report): string {
  const part = ({ title, columns, rows }: ReportTable) => [[title], columns, ...rows];
  return csv(tablesOf(report).flatMap((table, i) => (i === 0 ? part(table) : [[""], ...part(table)])));
}
