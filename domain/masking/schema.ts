import * as z from "zod";

/** A sealed volume, by name. */
export const SearchVolume = z.object({ volume: z.string().trim().min(1).max(60) });
export type SearchVolume = z.infer<typeof SearchVolume>;

const Counts = z.record(z.string(), z.int());

/** What was found in a volume, counted over all of it. Placeholders are somebody else's work and no leaks. */
export const SpanCounts = z.object({
  conversations: z.int(),
  turns: z.int(),
  words: z.int(),
  /** By tool and class, as `presidio:PERSON`. */
  placeholders: Counts,
  /** By class: what is covered for everyone; what a cue or a list speaks for; what only looks like one. */
  covered: Counts,
  cued: Counts,
  likely: Counts,
  /** Conversations with at least one of each. */
  withPlaceholders: z.int(),
  withCovered: z.int(),
  withCued: z.int(),
});
export type SpanCounts = z.infer<typeof SpanCounts>;

/** `endedAt` is null while the search is under way. */
export const SpanReport = SpanCounts.extend({ detector: z.string(), state: z.enum(["running", "done"]), endedAt: z.string().nullable() });
export type SpanReport = z.infer<typeof SpanReport>;
