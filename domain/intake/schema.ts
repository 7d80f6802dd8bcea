import * as z from "zod";
import { disclosures } from "@/domain/conversations/schema";
import { Format, formats } from "@/domain/formats/schema";

const words = (most: number) => z.string().trim().min(1).max(most);
const Day = z.iso.date();

/** How the conversations were drawn. What an order states beyond these is kept as it is written. */
export const Frame = z
  .looseObject({
    population: words(400).optional(),
    unit: words(100).optional(),
    from: Day.optional(),
    to: Day.optional(),
    exclusions: z.array(words(200)).max(100).optional(),
    strata: z.union([words(400), z.array(words(200)).max(1000)]).optional(),
    weights: z.union([words(400), z.record(z.string(), z.number().nonnegative())]).optional(),
    seed: z.union([words(200), z.int()]).optional(),
    /** Which delivered field tells a business user, by which values: nobody such may be in the frame. */
    business: z.object({ field: words(100), values: z.array(words(200)).min(1).max(100) }).optional(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ["to"], message: "The frame ends before it begins." });

/** What a delivery says of itself. What it does not say stays open until the volume is sealed, and is then not stated. */
export const Manifest = z.strictObject({
  source: words(400).optional(),
  producingParty: words(200).optional(),
  orderReference: words(400).optional(),
  deidTool: words(200).optional(),
  deidVersion: words(100).optional(),
  frame: Frame.optional(),
  /** The files as the producing party lists them. One that is delivered and not listed is refused; one that is listed and missing is reported. */
  files: z
    .array(
      z.object({
        file: words(300),
        sha256: z
          .string()
          .regex(/^[0-9a-f]{64}$/i, "64 hexadecimal digits")
          .toLowerCase(),
      }),
    )
    .min(1)
    .max(10_000)
    .optional(),
  disclosure: z.enum(disclosures).optional(),
  /** The volume that this one takes the place of, by name: the same records, delivered anew. */
  supersedes: words(60).optional(),
  /** By number, from 1 for the lowest tier of the order. A delivery that names none has the highest. */
  tier: z.int().min(1).max(9).optional(),
});
export type Manifest = z.infer<typeof Manifest>;

/** What intake is asked to do. Options of the volume count only when it is made; `resume` insists that it exists already. */
export const RunIntake = z.object({
  files: z.array(z.string().min(1)).min(1),
  volume: z.string().trim().min(1).max(60),
  format: z.enum(["auto", ...formats]).default("auto"),
  disclosure: z.enum(disclosures).optional(),
  prefix: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{0,19}$/, "A prefix of capital letters and digits, as DEMO, at most 20")
    .optional(),
  resume: z.boolean().default(false),
  /** What the delivery says of itself; written down in the volume before anything is read. */
  manifest: Manifest.default({}),
});
export type RunIntake = z.infer<typeof RunIntake>;

/** The volume by its name, and what is to be written down of it. */
export const DescribeVolume = Manifest.extend({ volume: z.string().trim().min(1).max(60) });
export type DescribeVolume = z.infer<typeof DescribeVolume>;

/** A volume that was never sealed, and why it goes. */
export const DiscardVolume = z.object({ volume: z.string().trim().min(1).max(60), reason: z.string().trim().min(1).max(2000) });
export type DiscardVolume = z.infer<typeof DiscardVolume>;

/** A sealed volume by its name, and the files as they were delivered. */
export const ProveVolume = z.object({ volume: z.string().trim().min(1).max(60), files: z.array(z.string().min(1)).min(1) });
export type ProveVolume = z.infer<typeof ProveVolume>;
export type VolumeProof = {
  files: number;
  records: number;
  proved: number;
  rejected: number;
  differing: { file: string; line: number; byteOffset: number; what: string }[];
  filesMissing: string[];
};

const Counts = z.record(z.string(), z.int());

/** What was stored, counted while it was read. Adding two tallies adds every number. */
export const Tally = z.object({
  conversations: z.int(),
  turns: z.int(),
  prompts: z.int(),
  outputs: z.int(),
  words: z.int(),
  /** Prompts that no output follows. */
  outputsMissing: z.int(),
  /** Turns of a role that just spoke, and conversations that an output opens. */
  roleBreaks: z.int(),
  emptyTurns: z.int(),
  /** Turns in which something stood that is not text: a mark stands there, the thing itself is delivered metadata. */
  notText: z.int().default(0),
  /** Conversations in which characters were replaced that the database cannot keep. */
  charactersReplaced: z.int(),
  branches: z.int(),
  languages: Counts,
  models: Counts,
  months: Counts,
  /** Conversations by number of turns: 1, 2, 3-4, 5-8 and so on. */
  lengths: Counts,
});
export type Tally = z.infer<typeof Tally>;

const DeliveredFile = z.object({
  file: z.string(),
  sha256: z.string(),
  format: Format,
  bytes: z.int(),
  records: z.int(),
  stored: z.int(),
  rejected: z.int(),
});

/** Kept with the volume. Every record of every file is either stored or rejected; rejections name a place and a reason, and no text. */
export const IntakeReport = Tally.extend({
  volume: z.string(),
  controlPrefix: z.string(),
  files: z.array(DeliveredFile),
  records: z.int(),
  /** Conversations in which exactly the same was said as in another one of the volume, not counting the first of each. */
  duplicates: z.int(),
  /** Among different conversations, those that agree with an earlier one in 26 of 32 places of a sketch of their runs of five words (about .8). */
  nearDuplicates: z.int().default(0),
  duplicateTurns: z.int().default(0),
  /** Among different turns, those that agree with another in 7 of 8 places. */
  nearDuplicateTurns: z.int().default(0),
  /** Conversations outside of the frame, where one is stated; `business` null: the frame does not say what tells one. */
  outOfFrame: z.object({ early: z.int(), late: z.int(), undated: z.int(), business: z.int().nullable() }).nullable().default(null),
  /**
   * What became of the volume whose place this one takes: records that are in both, of which others than before; records that are new; records that this one
   * does not have, or that cannot be told apart by their id. Then what was carried over: designations, of which some for a whole conversation because
   * the turn reads otherwise; conversations that are withdrawn; masks; and masks whose words were not found. `tier`: the designation of the older
   * volume, where it is the stricter one.
   */
  superseding: z
    .object({
      ...{ supersedes: z.string(), replaced: z.int(), changed: z.int(), added: z.int(), missing: z.int() },
      ...{ designations: z.int().default(0), widened: z.int().default(0), withdrawn: z.int().default(0) },
      ...{ masks: z.int().default(0), lost: z.int().default(0), tier: z.int().optional() },
    })
    .nullable()
    .default(null),
  /** Reports of leaks whose words were looked for in it: places found, those covered at once, and reports whose words are gone with their volume. */
  reports: z.object({ reports: z.int(), found: z.int(), covered: z.int(), gone: z.int() }).nullable().default(null),
  /** Files that the producing party lists and that were not delivered. */
  filesMissing: z.array(z.string()).default([]),
  rejected: z.int(),
  rejectedByReason: Counts,
  /** The first hundred. */
  rejections: z.array(z.object({ file: z.string(), line: z.int(), byteOffset: z.int(), byteLength: z.int(), reason: z.string() })),
});
export type IntakeReport = z.infer<typeof IntakeReport>;
