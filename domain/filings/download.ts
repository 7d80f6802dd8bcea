import type { Actor } from "@/domain/access/permit";
import type { Report } from "@/domain/reports/compile";
import { asCsv, asMarkdown } from "@/domain/reports/paper";
import { notFound } from "@/lib/errors";
import { readReport } from "./read";
import type { ReportFile } from "./schema";

/** A file of a report that was made: its bytes as they are signed, its signatures, or the same facts for a spreadsheet or for reading. */
export async function downloadReport(actor: Actor, { id, name }: ReportFile): Promise<{ readonly name: string; readonly text: string }> {
  const { kind, from, document, note, checkpoint } = await readReport(actor, { id });
  const text = textOf(name, document, { note, checkpoint });
  if (text === null) throw notFound();
  return { name: `${kind}-${from}-${name}`, text };
}

function textOf(
  name: ReportFile["name"],
  document: string | null,
  { note, checkpoint }: { note: string | null; checkpoint: string | null },
) {
  if (name === "report.note") return note;
  if (name === "checkpoint.note") return checkpoint;
  if (document === null || name === "report.json") return document;
  const report = JSON.parse(document) as Report;
  return name === "report.csv" ? asCsv(report) : asMarkdown(report);
}
