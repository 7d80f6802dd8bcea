import type { IntakeReport } from "@/domain/intake/schema";
import { languageName } from "../conversation/address";
import { Facts } from "../ui/facts";
import { bytes, count, counted, percent } from "../ui/numbers";
import { Section } from "../ui/page";
import { Cell, Row, Table } from "../ui/table";
import { monthOf } from "../ui/when";
import { VolumeBars } from "./bars";
import { CarriedOver } from "./carried-over";
import { OutOfFrame } from "./out-of-frame";
import { lengthInWords } from "./words";

/** What intake counted: every record is stored or rejected with its reason. Numbers only, no text. */
export function VolumeReport({ report, volume }: { readonly report: IntakeReport; readonly volume: string }) {
  return (
    <>
      <Section title="Intake" note={`${counted(report.records, "record")} in ${counted(report.files.length, "file")}`}>
        <p className="max-w-[78ch] font-evidence text-lg leading-snug">{headline(report)}</p>
        <div className="grid gap-x-12 gap-y-4 pt-2 md:grid-cols-2">
          <Facts
            facts={[
              ["Conversations", count(report.conversations)],
              ["Turns", `${count(report.turns)}: ${counted(report.prompts, "prompt")}, ${counted(report.outputs, "output")}`],
              ["Words", count(report.words)],
              ["Said twice", `${counted(report.duplicates, "conversation")}, ${counted(report.duplicateTurns, "turn")}: exactly as before`],
              [
                "Nearly said twice",
                `${counted(report.nearDuplicates, "conversation")}, ${counted(report.nearDuplicateTurns, "turn")}: four runs of five words in five are those of another`,
              ],
              ...outside(report),
            ]}
          />
          <Facts
            facts={[
              ["Outputs missing", count(report.outputsMissing)],
              ["Roles out of order", count(report.roleBreaks)],
              ["Empty turns", count(report.emptyTurns)],
              ["Not text", `${counted(report.notText, "turn")} with a mark in its place`],
              ["Characters replaced", `in ${counted(report.charactersReplaced, "conversation")}`],
              ["Other branches", count(report.branches)],
              ...reported(report),
            ]}
          />
        </div>
      </Section>
      {report.superseding && <CarriedOver superseding={report.superseding} />}
      <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-2">
        <Section title="Month" note="conversations by the month in which they began">
          <VolumeBars of={byMonth(report.months)} name="Month" />
        </Section>
        <div className="grid gap-6">
          <Section title="Length" note="conversations by number of turns">
            <VolumeBars of={byLength(report.lengths)} name="Turns" />
          </Section>
          <Section title="Model">
            <VolumeBars of={byCount(report.models)} name="Model" />
          </Section>
          <Section title="Language">
            <VolumeBars of={byCount(report.languages).map(([tag, n]) => [languageName(tag), n])} name="Language" />
          </Section>
        </div>
      </div>
      {report.rejected > 0 && <Rejected report={report} volume={volume} />}
      {isOutside(report) && <OutOfFrame volume={volume} />}
      <Section title="Files">
        <Table
          caption="Files of the delivery"
          columns={[
            { name: "File" },
            { name: "Format" },
            { name: "Size", right: true },
            { name: "Records", right: true },
            { name: "Stored", right: true },
            { name: "Rejected", right: true },
            { name: "SHA-256" },
          ]}
        >
          {report.files.map((file) => (
            <Row key={file.sha256}>
              <Cell className="font-mono text-xs">{file.file}</Cell>
              <Cell>{file.format}</Cell>
              <Cell right>{bytes(file.bytes)}</Cell>
              <Cell right>{count(file.records)}</Cell>
              <Cell right>{count(file.stored)}</Cell>
              <Cell right>{count(file.rejected)}</Cell>
              <Cell className="font-mono text-2xs break-all">{file.sha256}</Cell>
            </Row>
          ))}
        </Table>
      </Section>
    </>
  );
}

function headline({ records, conversations, rejected }: IntakeReport): string {
  if (rejected === 0) return `Every one of ${counted(records, "record")} was stored.`;
  return `Of ${counted(records, "record")}, ${count(conversations)} were stored and ${count(rejected)} (${percent(rejected, records)}) were rejected, each with its line, its byte and its reason.`;
}

function byCount(of: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(of).sort(([a, n], [b, m]) => m - n || a.localeCompare(b));
}

function byMonth(of: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(of)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([month, n]) => [/^\d{4}-\d\d$/.test(month) ? monthOf(month) : month, n]);
}

function byLength(of: Readonly<Record<string, number>>): [string, number][] {
  const least = (range: string) => Number.parseInt(range, 10) || Number.MAX_SAFE_INTEGER;
  return Object.entries(of)
    .sort(([a], [b]) => least(a) - least(b))
    .map(([range, n]) => [lengthInWords(range), n]);
}

// Only where the delivery states what it was drawn from.
function outside({ outOfFrame, filesMissing }: IntakeReport): [string, string][] {
  const missing: [string, string][] = filesMissing.length > 0 ? [["Listed, not delivered", filesMissing.join(", ")]] : [];
  if (!outOfFrame) return missing;
  const { early, late, undated, business } = outOfFrame;
  const dates = `${count(early)} before it begins, ${count(late)} after it ends, ${count(undated)} undated`;
  return [["Out of the frame", business === null ? dates : `${dates}, ${count(business)} of business users`], ...missing];
}

// What had been reported in other volumes before this one came.
function reported({ reports }: IntakeReport): [string, string][] {
  if (!reports) return [];
  const left = reports.found - reports.covered;
  const waits = left > 0 ? `; ${counted(left, "place waits", "places wait")} for a decision` : "";
  const gone = reports.gone > 0 ? `; the words of ${counted(reports.gone, "report")} are gone with their volume` : "";
  return [
    [
      "Reported before",
      `${counted(reports.reports, "report")} looked for, ${counted(reports.covered, "place")} masked at once${waits}${gone}`,
    ],
  ];
}

function isOutside({ outOfFrame }: IntakeReport): boolean {
  return outOfFrame !== null && outOfFrame.early + outOfFrame.late + outOfFrame.undated + (outOfFrame.business ?? 0) > 0;
}

function Rejected({ report, volume }: { readonly report: IntakeReport; readonly volume: string }) {
  return (
    <Section title="Rejected" note={counted(report.rejected, "record")}>
      <VolumeBars of={byCount(report.rejectedByReason)} name="Reason" wide />
      <p className="text-xs text-ink-faint">
        {counted(report.rejections.length, "rejection stands", "rejections stand")} below, of {count(report.rejected)}.{" "}
        <a href={`/api/volumes/${volume}/rejections?format=csv`} download className="text-accent underline print:hidden">
          All of them as CSV
        </a>
      </p>
      <Table
        caption="Rejected records"
        columns={[
          { name: "File" },
          { name: "Line", right: true },
          { name: "Byte", right: true },
          { name: "Bytes", right: true },
          { name: "Reason" },
        ]}
      >
        {report.rejections.map((one) => (
          <Row key={`${one.file} ${one.byteOffset}`}>
            <Cell className="font-mono text-xs">{one.file}</Cell>
            <Cell right>{count(one.line)}</Cell>
            <Cell right>{count(one.byteOffset)}</Cell>
            <Cell right>{count(one.byteLength)}</Cell>
            <Cell>{one.reason}</Cell>
          </Row>
        ))}
      </Table>
    </Section>
  );
}
