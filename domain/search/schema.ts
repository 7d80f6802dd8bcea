import * as z from "zod";
import { TurnRole } from "@/domain/conversations/schema";

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]).filter((item) => item !== ""));
const number = z.coerce.number().int().nonnegative().max(1_000_000_000);

// There is no year 0 in the database's calendar.
const day = z.iso.date("A day, as 2023-04-30").refine((date) => date >= "0001", "A day, as 2023-04-30");

/** What narrows a search besides its words. Lists mean "any of these". Dates are days in UTC, both included. */
export const Filters = z.object({
  volume: list.optional(),
  model: list.optional(),
  language: list.optional(),
  code: list.optional(),
  uncoded: z.stringbool().or(z.boolean()).optional(),
  from: day.optional(),
  to: day.optional(),
  minTurns: number.optional(),
  maxTurns: number.optional(),
});
export type Filters = z.infer<typeof Filters>;

export const Sort = z.enum(["date", "-date"], "Results are sorted by date or -date for now.");

export const SearchConversations = Filters.extend({
  q: z.string().max(2_000, "A query has at most 2,000 characters.").default(""),
  set: z.uuid().optional(),
  sort: Sort.default("date"),
  after: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type SearchConversations = z.infer<typeof SearchConversations>;

export const CountConversations = SearchConversations.omit({ sort: true, after: true, limit: true });
export type CountConversations = z.infer<typeof CountConversations>;

const Mark = z.object({ start: z.int(), end: z.int() });

/** A few words of a conversation around the first hit. `marks` are places in `text`, in UTF-16 units. */
export const Snippet = z.object({
  turn: z.int(),
  role: TurnRole,
  text: z.string(),
  marks: z.array(Mark),
  cutBefore: z.boolean(),
  cutAfter: z.boolean(),
});
export type Snippet = z.infer<typeof Snippet>;

export const ResultRow = z.object({
  id: z.string(),
  controlNumber: z.string(),
  volume: z.string(),
  model: z.string().nullable(),
  language: z.string().nullable(),
  month: z.string().nullable(),
  turns: z.int(),
  words: z.int(),
  tier: z.int(),
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
  reading: z.string(),
  entry: z.string(),
  at: z.string(),
});
export type ResultPage = z.infer<typeof ResultPage>;

export const Facets = z.object({
  count: Count,
  facets: z.record(z.enum(["month", "model", "language", "volume", "code"]), z.array(z.object({ value: z.string(), count: z.int() }))),
});
export type Facets = z.infer<typeof Facets>;
