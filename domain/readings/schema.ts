import * as z from "zod";

export const strata = ["language", "turns", "month", "density", "likely"] as const;
export const Stratum = z.enum(
  strata,
  "Strata are of language, turns, month, density of placeholders, or likely: what may have been missed.",
);
export type Stratum = z.infer<typeof Stratum>;

const email = z.string().trim().toLowerCase().max(200).pipe(z.email("An e-mail address of somebody who reads."));

/**
 * Draws `size` conversations of a volume to be read by two people and, where they differ, by a third. Whoever may read and mark may be asked. The
 * same `seed` over the same volume draws the same; without one it is made.
 */
export const DrawReading = z
  .object({
    volume: z.string().trim().min(1, "Name the volume.").max(60),
    size: z.coerce.number("How many conversations.").int().min(10, "At least 10 conversations.").max(5_000, "At most 5,000 conversations."),
    by: z.preprocess(
      (given) => (typeof given === "string" ? given.split(",") : given),
      z.array(Stratum).min(1).max(5).default(["language", "turns"]),
    ),
    seed: z.string().trim().min(1).max(120).optional(),
    first: email,
    second: email,
    adjudicator: email,
  })
  .refine(({ first, second, adjudicator }) => new Set([first, second, adjudicator]).size === 3, {
    path: ["second"],
    message: "Three different people: two who read, and one who decides where they differ.",
  });
export type DrawReading = z.infer<typeof DrawReading>;

/** Whether something was left in a conversation that says who somebody is. The stretch itself is reported where it stands. */
export const MarkReading = z.object({
  id: z.uuid(),
  conversation: z.string().trim().min(1).max(40),
  leak: z.stringbool().or(z.boolean()),
});
export type MarkReading = z.infer<typeof MarkReading>;

export const ListReadings = z.object({ volume: z.string().max(60).optional() });
export type ListReadings = z.infer<typeof ListReadings>;

const rate = z.object({ n: z.int(), leaks: z.int(), rate: z.number(), low: z.number(), high: z.number() });

/**
 * What a sample says so far. `found` counts conversations of which it is known, with the exact 95 % interval of Clopper and Pearson as if they
 * were drawn at random from the frame; `weighted` weighs each stratum's rate by its share of the frame, with an interval
 * that holds for strata of any rate; null until each is known. `agreement`: of
 * how many both readers spoke, how often alike, and Cohen's kappa. All null for who still reads it, who is told no strata either. `todo`: what the asker reads next, at most 20.
 */
export const Reading = z.object({
  id: z.string(),
  volume: z.string(),
  seed: z.string(),
  by: z.array(Stratum),
  size: z.int(),
  of: z.int(),
  readers: z.array(z.string()),
  drawn: z.object({ by: z.string(), at: z.string() }),
  found: rate.nullable(),
  weighted: z.object({ rate: z.number(), low: z.number(), high: z.number() }).nullable(),
  strata: z.array(z.object({ stratum: z.string(), of: z.int(), drawn: z.int(), known: rate.nullable() })),
  agreement: z.object({ both: z.int(), agreed: z.int(), kappa: z.number().nullable() }).nullable(),
  todo: z.array(z.string()).nullable(),
});
export type Reading = z.infer<typeof Reading>;
