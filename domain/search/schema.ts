import * as z from "zod";
import { Mark, TurnRole } from "@/domain/conversations/schema";

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]).filter((item) => item !== ""));
const number = z.coerce.number().int().nonnegative().max(1_000_000_000);

// There is no year 0 in the database's calendar.
const day = z.iso.date("A day, as 2023-04-30").refine((date) => date >= "0001", "A day, as 2023-04-30");

/** What narrows a search besides its words. Lists mean "any of these". Dates are days in UTC, both included; where the order coarsens metadata, the whole months that they touch. */
export const Filters = z.object({
  volume: list.optional(),
  model: list.optional(),
  language: list.optional(),
  code: list.optional(),
  uncoded: z.stringbool().or(z.boolean()).optional(),
  /** Also what has a newer version; without it that is found in sets and by its number alone. */
  superseded: z.stringbool().or(z.boolean()).optional(),
  from: day.optional(),
  to: day.optional(),
  minTurns: number.optional(),
  maxTurns: number.optional(),
});
export type Filters = z.infer<typeof Filters>;

export const Sort = z.enum(
  ["date", "-date", "relevance", "length", "hits"],
  "Results are sorted by date, -date, relevance, length or hits.",
);
export type Sort = z.infer<typeof Sort>;

/** `rank`: begin with the answer at that place of the order, from 1. `after`: go on behind a page. */
export const SearchConversations = Filters.extend({
  q: z.string().max(2_000, "A query has at most 2,000 characters.").default(""),
  set: z.uuid().optional(),
  sort: Sort.default("date"),
  after: z.string().max(40).optional(),
  rank: z.coerce.number().int().min(1).max(2_000_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SearchConversations = z.infer<typeof SearchConversations>;

/** `wait`: how many seconds to wait for the end of the counting; without it, until it ends. */
export const CountConversations = SearchConversations.omit({ sort: true, after: true, limit: true, rank: true }).extend({
  wait: z.coerce.number().min(0).max(60).optional(),
});
export type CountConversations = z.infer<typeof CountConversations>;

/**
 * A few words of a conversation around the first hit. `marks` are places in `text`, in UTF-16 units. `unmarked`: a regular expression is not marked, since
 * finding it in the text took too long.
 */
export const Snippet = z.object({
  turn: z.int(),
  role: TurnRole,
  text: z.string(),
  marks: z.array(Mark),
  cutBefore: z.boolean(),
  cutAfter: z.boolean(),
  unmarked: z.boolean().optional(),
});
export type Snippet = z.infer<typeof Snippet>;

export const ResultRow = z.object({
  id: z.string(),
  controlNumber: z.string(),
  volume: z.string(),
  model: z.string().nullable(),
  language: z.string().nullable(),
  month: z.string().nullable(),
  /** How long it is, as the order lets it be told: a class, as “5-10” or “51+”, “other” where that is small; or the number. */
  turns: z.string(),
  words: z.string(),
  tier: z.int(),
  /** The newer version of it, where a later volume took the place of this one; and the older one. */
  supersededBy: z.string().optional(),
  supersedes: z.string().optional(),
  codes: z.array(z.object({ key: z.string(), turn: z.int() })),
  snippet: Snippet.nullable(),
});
export type ResultRow = z.infer<typeof ResultRow>;

export const Count = z.object({ value: z.int(), relation: z.enum(["exact", "at_least", "estimate"]) });
export type Count = z.infer<typeof Count>;

export const ResultPage = z.object({
  items: z.array(ResultRow),
  next: z.string().nullable(),
  count: Count,
  rank: z.int().nullable(),
  reading: z.string(),
  entry: z.string(),
  at: z.string(),
});
export type ResultPage = z.infer<typeof ResultPage>;

export const RunState = z.enum(["running", "done", "cancelled", "too_long"]);
export type RunState = z.infer<typeof RunState>;

/**
 * How far a search is: conversations looked at of all, what it cost and what is left of it. `sha256`: of what it found, once it is
 * done. `entry`: the question on record. */
export const SearchProgress = z.object({
  id: z.string(),
  state: RunState,
  lookedAt: z.int(),
  total: z.int(),
  hits: z.int(),
  costMs: z.int(),
  msLeft: z.int().nullable(),
  sha256: z.string().nullable(),
  entry: z.string(),
});
export type SearchProgress = z.infer<typeof SearchProgress>;

const dimensions = ["month", "model", "language", "volume", "turns", "code"] as const;
export const Facets = z.object({
  count: Count,
  facets: z.record(z.enum(dimensions), z.array(z.object({ value: z.string(), count: z.int() }))),
  search: SearchProgress,
});
export type Facets = z.infer<typeof Facets>;

export const ReadSearch = z.object({ id: z.uuid(), wait: z.coerce.number().min(0).max(60).default(0) });
export type ReadSearch = z.infer<typeof ReadSearch>;
export const CancelSearch = z.object({ id: z.uuid() });
export type CancelSearch = z.infer<typeof CancelSearch>;

export const Way = z.enum(["next", "previous", "uncoded"], "One steps to the next, the previous or the next uncoded.");
export type Way = z.infer<typeof Way>;

const among = SearchConversations.omit({ after: true, limit: true, rank: true }).extend({ id: z.string().max(40) });
export const StepFrom = among.extend({ way: Way });
export type StepFrom = z.infer<typeof StepFrom>;
export const Step = z.object({ id: z.string().nullable(), rank: z.int().nullable(), total: z.int() });
export type Step = z.infer<typeof Step>;

export const PlaceOf = among;
export type PlaceOf = z.infer<typeof PlaceOf>;
export const Place = z.object({ rank: z.int().nullable(), total: z.int().nullable() });
export type Place = z.infer<typeof Place>;
