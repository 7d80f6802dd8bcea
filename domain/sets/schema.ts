import * as z from "zod";
import { Filters, SearchConversations, Sort } from "@/domain/search/schema";

/** A search frozen into a list. `sha256` is over its members: two sets with the same hash are the same list. */
export const ReviewedSet = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  reading: z.string(),
  filters: z.record(z.string(), z.unknown()),
  size: z.int(),
  sha256: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type ReviewedSet = z.infer<typeof ReviewedSet>;

/** `limit` takes the first conversations in the order of `sort`; without it, all. */
export const FreezeSet = z.object({
  name: z.string().trim().min(1, "A set needs a name.").max(120, "A name has at most 120 characters."),
  query: z.string().max(2_000, "A query has at most 2,000 characters.").default(""),
  filters: Filters.default({}),
  sort: Sort.default("date"),
  limit: z.coerce.number().int().min(1).max(100_000_000).optional(),
});
export type FreezeSet = z.infer<typeof FreezeSet>;

export const FrozenSet = z.object({ id: z.string(), size: z.int() });
export type FrozenSet = z.infer<typeof FrozenSet>;

export const ReadSet = z.object({ id: z.uuid() });
export type ReadSet = z.infer<typeof ReadSet>;

export const ListSetConversations = SearchConversations.pick({ after: true, limit: true }).extend({ id: z.uuid() });
export type ListSetConversations = z.infer<typeof ListSetConversations>;
