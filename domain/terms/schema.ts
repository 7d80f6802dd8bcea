import * as z from "zod";
import { Filters } from "@/domain/search/schema";

/** The most terms of one report, and the most characters of one term, as of any query. */
export const MOST_TERMS = 5_000;
export const MOST_CHARACTERS = 2_000;

/**
 * A search term report: one term a line, asked of everything within reach, of a set of the own side, or of what filters leave. `turns`: whether the
 * turns are counted that hold what is looked for, which reads the text of every answer.
 */
export const MakeTermReport = z.object({
  name: z.string().trim().min(1, "A report needs a name.").max(120, "A name has at most 120 characters."),
  terms: z.union([z.string(), z.array(z.string())]).transform((terms) => (Array.isArray(terms) ? terms.join("\n") : terms)),
  filters: Filters.extend({ set: z.uuid().optional() }).default({}),
  turns: z.stringbool().or(z.boolean()).default(true),
});
export type MakeTermReport = z.infer<typeof MakeTermReport>;

export const ReadTermReport = z.object({ id: z.uuid() });
export type ReadTermReport = z.infer<typeof ReadTermReport>;

/** `interrupted`: nobody carries it on, since the session it was begun in has ended, or the program. `changed`: the data changed again and again under it. */
export const TermReportState = z.enum(["running", "done", "cancelled", "changed", "interrupted"]);
export type TermReportState = z.infer<typeof TermReportState>;

/**
 * What a report says of all its terms. `total`: conversations it is asked of, within volumes; `hits`: those that any term hits; `shared`: those
 * that two or more hit. `looked`: how much of the work is done, from 0 to 1. `cut`: a term took longer than one search may, so that hits
 * are "at least" and what is unique "at most". `outOfDate`: what has changed since, so that the same terms may give other numbers.
 */
export const TermReport = z.object({
  id: z.string(),
  name: z.string(),
  state: TermReportState,
  tier: z.int(),
  filters: z.record(z.string(), z.unknown()),
  setName: z.string().nullable(),
  turns: z.boolean(),
  terms: z.int(),
  problems: z.int(),
  repeated: z.int(),
  emptyLines: z.int(),
  total: z.int(),
  looked: z.number(),
  hits: z.int(),
  shared: z.int(),
  cut: z.boolean(),
  costMs: z.int(),
  dataVersion: z.string(),
  parserVersion: z.string(),
  outOfDate: z.enum(["data", "parser"]).nullable(),
  sha256: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type TermReport = z.infer<typeof TermReport>;

/**
 * One term. Counted, it has numbers; a term that says what an earlier one says names it (`sameAs`), and one that cannot be asked says why, and where it
 * can be said (`at`, `length` in UTF-16 units). `unique`: conversations that no other term of the report hits, known once the report is done.
 * Turns are null where they are not counted. `atLeast`: which of the numbers are not exact.
 */
export const Term = z.object({
  n: z.int(),
  line: z.int(),
  term: z.string(),
  reading: z.string().nullable(),
  sameAs: z.int().nullable(),
  problem: z.object({ message: z.string(), at: z.int().nullable(), length: z.int().nullable() }).nullable(),
  conversations: z.int(),
  turns: z.int().nullable(),
  prompts: z.int().nullable(),
  outputs: z.int().nullable(),
  unique: z.int().nullable(),
  atLeast: z.enum(["all", "turns"]).nullable(),
});
export type Term = z.infer<typeof Term>;

export const ListTerms = z.object({
  id: z.uuid(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  format: z.enum(["json", "csv"], "Terms come as json or csv.").default("json"),
});
export type ListTerms = z.infer<typeof ListTerms>;

export const TermPage = z.object({ items: z.array(Term), next: z.string().nullable() });
export type TermPage = z.infer<typeof TermPage>;

export const TurnedReport = z.object({ state: TermReportState });
export type TurnedReport = z.infer<typeof TurnedReport>;
