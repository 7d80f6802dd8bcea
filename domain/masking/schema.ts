import * as z from "zod";

/** What a search is made with besides the detector of the program. */
export const SearchSetting = z.object({
  /** An analyser of the operator's on this machine, by its address; asked for texts in these languages. */
  service: z.string().max(200).optional(),
  serviceLanguages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, "A language, as en."))
    .max(50)
    .default(["en"]),
  serviceSeconds: z.coerce.number("Seconds.").min(0.1, "At least 0.1.").max(600, "At most 600.").default(5),
  /** Placeholders of this production that no general shape covers: whole, or up to a closing bracket. */
  placeholders: z.array(z.string().trim().min(2, "A placeholder has two characters or more.").max(80)).max(100).default([]),
});
export type SearchSetting = z.infer<typeof SearchSetting>;

/** A sealed volume, by name. `again`: anew from its beginning, also where it was searched; what is found replaces what was found before. */
export const SearchVolume = SearchSetting.extend({
  volume: z.string().trim().min(1).max(60),
  again: z.stringbool().or(z.boolean()).default(false),
});
export type SearchVolume = z.infer<typeof SearchVolume>;

const Counts = z.record(z.string(), z.int());

/** What was found in a volume, counted over all of it. Placeholders are somebody else's work and no leaks. */
export const SpanCounts = z.object({
  conversations: z.int(),
  turns: z.int(),
  words: z.int(),
  /** By tool and class, as `presidio:PERSON`. */
  placeholders: Counts,
  /** By class: what is covered for everyone; what a cue, a list or a service speaks for; what only looks like one. */
  covered: Counts,
  cued: Counts,
  likely: Counts,
  /** Conversations with at least one of each. */
  withPlaceholders: z.int(),
  withCovered: z.int(),
  withCued: z.int(),
  /** Turns that the operator's service was not asked about, since it does not know their language. */
  unasked: z.int().default(0),
});
export type SpanCounts = z.infer<typeof SpanCounts>;

/**
 * What the newest finished search found, or the first one while it is under way. `next` is a newer search under way, `earlier` are those that it
 * replaced. `names`: how many names of the volume stand in so many conversations of the matter that the order calls them public, and how many it would
 * be from other numbers on, in this volume alone. `lifted`: covers of this search that were lifted as wrong, by class.
 */
export const SpanReport = SpanCounts.extend({
  detector: z.string(),
  setting: z.object({ service: z.string().optional(), placeholders: z.array(z.string()).default([]) }).default({ placeholders: [] }),
  state: z.enum(["running", "done"]),
  version: z.int(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  next: z.object({ version: z.int(), detector: z.string(), startedAt: z.string(), conversations: z.int() }).nullable(),
  earlier: z.array(z.object({ version: z.int(), detector: z.string(), endedAt: z.string().nullable() })),
  names: z.object({ from: z.int(), setApart: z.int(), steps: z.array(z.object({ from: z.int(), names: z.int() })) }),
  lifted: Counts,
});
export type SpanReport = z.infer<typeof SpanReport>;
