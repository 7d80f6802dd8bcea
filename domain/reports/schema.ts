import * as z from "zod";

/** The reports that a court files, each a question that the log alone answers. */
export const ReportKind = z.enum(["roster", "access", "exports", "holds", "refusals", "denominator"]);
export type ReportKind = z.infer<typeof ReportKind>;

export const Day = z.iso.date("A day, as 2026-04-30.").refine((at) => at >= "2000", "A day of this century.");

/** Whole days in UTC, both included. */
export const Period = z.object({ from: Day, to: Day }).refine(({ from, to }) => from <= to, "The first day comes after the last.");
export type Period = z.infer<typeof Period>;

/** How often a report is made on its own. */
export const Every = z.enum(["never", "day", "week", "month"]);
export type Every = z.infer<typeof Every>;
