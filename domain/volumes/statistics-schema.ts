import * as z from "zod";

export const dimensions = ["month", "model", "language"] as const;
export type Dimension = (typeof dimensions)[number];

const by = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => [value].flat().flatMap((item) => item.split(",").filter(Boolean)));

/** `by`: one or more of month, model and language, with commas between them. */
export const ReadStatistics = z.object({
  by: by
    .pipe(z.array(z.enum(dimensions, "Counts are by month, model or language.")).min(1, "Say by what to count: month, model, language."))
    .transform((asked) => dimensions.filter((one) => asked.includes(one))),
});
export type ReadStatistics = z.infer<typeof ReadStatistics>;

/** A count of conversations; by one dimension or by two. */
export const StatisticsTable = z.object({
  by: z.array(z.enum(dimensions)),
  cells: z.array(z.object({ values: z.array(z.string()), conversations: z.int() })),
});
export type StatisticsTable = z.infer<typeof StatisticsTable>;

/**
 * A table for each dimension, and one for each two. What is too small stands under `other` with the next smallest; of two dimensions a cell that is not
 * listed has none, or too few, or is left out so that these cannot be worked out from the sums.
 */
export const Statistics = z.object({ conversations: z.int(), smallestClass: z.int(), tables: z.array(StatisticsTable) });
export type Statistics = z.infer<typeof Statistics>;
