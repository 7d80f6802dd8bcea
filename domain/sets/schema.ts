import * as z from "zod";
import { Filters, SearchConversations, Sort } from "@/domain/search/schema";

export const SetKind = z.enum(["search", "union", "intersection", "difference", "sample"]);

const SetOfSets = z.object({ of: z.array(z.object({ id: z.string(), name: z.string(), sha256: z.string() })) });

const Stratum = z.object({
  stratum: z.record(z.string(), z.string()),
  population: z.int(),
  drawn: z.int(),
  weight: z.number().nullable(),
});
/** How a sample was drawn: with the same method, seed and population it is drawn again. A weight is how many each drawn one stands for. */
export const SampleRecipe = z.object({
  method: z.literal("sha256-ranks-1"),
  seed: z.string(),
  size: z.int(),
  by: z.array(z.string()),
  population: z.int(),
  populationSha256: z.string(),
  strata: z.array(Stratum),
});
export type SampleRecipe = z.infer<typeof SampleRecipe>;

/**
 * A list that never changes. `sha256` is over its members: two sets with the same hash are the same list. `recipe`: the sets it was made of,
 * or how it was drawn. `dataVersion` is over what was sealed and designated then; it and `parserVersion` are unknown of older sets.
 */
export const ReviewedSet = z.object({
  id: z.string(),
  name: z.string(),
  kind: SetKind,
  recipe: z.union([SetOfSets, SampleRecipe]).nullable(),
  dataVersion: z.string().nullable(),
  parserVersion: z.string().nullable(),
  query: z.string(),
  reading: z.string(),
  /** As a search has them in its address. */
  filters: z.record(z.string(), z.unknown()),
  size: z.int(),
  sha256: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
  /** Members that have a newer version now, in the volume `by`; `conversations` null where the set is too large to be counted on a page. */
  superseded: z.array(z.object({ volume: z.string(), by: z.string(), conversations: z.int().nullable(), changed: z.int().nullable() })),
  /** Members that were deleted with their volumes: the list stays as it was frozen, and they are in no search, sample or export any more. */
  lost: z.array(z.object({ volume: z.string(), conversations: z.int(), deletedAt: z.string() })),
});
export type ReviewedSet = z.infer<typeof ReviewedSet>;

const setName = z.string().trim().min(1, "A set needs a name.").max(120, "A name has at most 120 characters.");
const question = {
  query: z.string().max(2_000, "A query has at most 2,000 characters.").default(""),
  filters: Filters.extend({ set: z.uuid().optional() }).default({}),
};

/** `limit` takes the first conversations in the order of `sort`; without it, all. */
export const FreezeSet = z.object({
  name: setName,
  ...question,
  sort: Sort.default("date"),
  limit: z.coerce.number().int().min(1).max(100_000_000).optional(),
});
export type FreezeSet = z.infer<typeof FreezeSet>;

/** Makes a set of sets, in their order: `difference` is what is in the first and in none of the others. */
export const CombineSets = z.object({
  name: setName,
  op: z.enum(["union", "intersection", "difference"], "Sets are combined by union, intersection or difference."),
  sets: z.array(z.uuid()).min(2, "Choose two sets or more.").max(20, "At most 20 sets are combined at once."),
});
export type CombineSets = z.infer<typeof CombineSets>;

export const FrozenSet = z.object({ id: z.string(), size: z.int() });
export type FrozenSet = z.infer<typeof FrozenSet>;

export const ReadSet = z.object({ id: z.uuid() });
export type ReadSet = z.infer<typeof ReadSet>;

export const ListSetConversations = SearchConversations.pick({ after: true, limit: true }).extend({ id: z.uuid() });
export type ListSetConversations = z.infer<typeof ListSetConversations>;

export const strata = ["month", "model", "language"] as const;
/** Draws `size` conversations of what answers a search; the same seed draws the same. With `strata`, from each its share. */
export const DrawSample = z.object({
  name: setName.optional(),
  size: z.coerce
    .number()
    .int()
    .min(1, "A sample has at least one conversation.")
    .max(100_000, "A sample has at most 100,000 conversations."),
  seed: z.union([z.string().trim().min(1, "A sample needs a seed.").max(64), z.int()]).transform(String),
  strata: z.array(z.enum(strata, "Strata are month, model and language.")).max(3).default([]),
  ...question,
});
export type DrawSample = z.infer<typeof DrawSample>;
