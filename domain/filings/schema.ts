import * as z from "zod";
import { Day, Every, ReportKind } from "@/domain/reports/schema";

/** Whole days in UTC, both included, for which a report is asked. */
export const AskReport = z
  .object({ kind: ReportKind, from: Day, to: Day })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "The last day comes before the first." });
export type AskReport = z.infer<typeof AskReport>;

/** From now on a report of this kind is made for every whole day, week (from Monday) or month (UTC), the running one being the first. */
export const SetSchedule = z.object({ kind: ReportKind, every: Every });
export type SetSchedule = z.infer<typeof SetSchedule>;
export const Schedule = z.object({ kind: ReportKind, every: Every, since: z.string(), setAt: z.string() });
export type Schedule = z.infer<typeof Schedule>;

const made = z.object({ at: z.string(), sha256: z.string(), size: z.int(), entry: z.string() });
/** A report as a line of the list: `made` is null while it waits. `cause`: asked for by a monitor, or by the schedule of days, weeks or months. */
export const ReportCard = z.object({
  id: z.string(),
  kind: ReportKind,
  from: z.string(),
  to: z.string(),
  cause: z.enum(["asked", "day", "week", "month"]),
  askedAt: z.string(),
  made: made.nullable(),
});
export type ReportCard = z.infer<typeof ReportCard>;

export const ListReports = z.object({
  kind: ReportKind.optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListReports = z.infer<typeof ListReports>;

/** A report whole: `document` is the text that was hashed and signed, `note` the signed note over it, `checkpoint` the log's own that covers it. */
export const ReportDetail = ReportCard.extend({
  document: z.string().nullable(),
  note: z.string().nullable(),
  checkpoint: z.string().nullable(),
});
export type ReportDetail = z.infer<typeof ReportDetail>;
export const ReadReport = z.object({ id: z.uuid() });
export type ReadReport = z.infer<typeof ReadReport>;

/** `report.json` the very bytes that are signed, `report.note` the signature, `checkpoint.note` the log's, `report.csv` and `report.md` for reading. */
export const ReportFile = ReadReport.extend({ name: z.enum(["report.json", "report.note", "checkpoint.note", "report.csv", "report.md"]) });
export type ReportFile = z.infer<typeof ReportFile>;
