import * as z from "zod";
import { sides } from "@/domain/access/permissions";

/** The last `days` days up to and including the day of `until`, in UTC. */
export const ReadActivity = z.object({ until: z.iso.datetime(), days: z.int().min(1).max(366).default(30) });
export type ReadActivity = z.input<typeof ReadActivity>;

/** One day of one side in the log. `shown` counts conversations of which words were shown in lists of results; `side` null: nobody signed in. */
export const ActivityOfDay = z.object({
  day: z.iso.date(),
  side: z.enum(sides).nullable(),
  entries: z.int(),
  opened: z.int(),
  searched: z.int(),
  shown: z.int(),
  downloaded: z.int(),
  refused: z.int(),
});
export type ActivityOfDay = z.infer<typeof ActivityOfDay>;

/** What happened, by day and side; days on which nothing happened are not in `rows`. */
export const Activity = z.object({ days: z.array(z.iso.date()), rows: z.array(ActivityOfDay) });
export type Activity = z.infer<typeof Activity>;

/** The reports that a court files, each a question that the log alone answers. */
export const ReportKind = z.enum(["roster", "access", "exports", "holds", "refusals", "denominator"]);
export type ReportKind = z.infer<typeof ReportKind>;

const day = z.iso.date("A day, as 2026-04-30.").refine((at) => at >= "2000", "A day of this century.");

/** Whole days in UTC, both included. */
export const Period = z.object({ from: day, to: day }).refine(({ from, to }) => from <= to, "The first day comes after the last.");
export type Period = z.infer<typeof Period>;
