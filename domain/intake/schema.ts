import * as z from "zod";
import { disclosures } from "@/domain/conversations/schema";
import { Format, formats } from "@/domain/formats/schema";

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
});
export type RunIntake = z.infer<typeof RunIntake>;

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
  rejected: z.int(),
  rejectedByReason: Counts,
  /** The first hundred. */
  rejections: z.array(z.object({ file: z.string(), line: z.int(), byteOffset: z.int(), byteLength: z.int(), reason: z.string() })),
});
export type IntakeReport = z.infer<typeof IntakeReport>;
