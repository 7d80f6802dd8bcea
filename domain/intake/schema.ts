import * as z from "zod";
import { disclosures, TurnRole } from "@/domain/conversations/schema";

export const formats = ["messages", "sharegpt", "chatgpt", "oasst", "pairs"] as const;
export const Format = z.enum(formats);
export type Format = z.infer<typeof Format>;

/** One thing said, in the product's own words, whatever the format called it. */
export const NormalisedTurn = z.object({ role: TurnRole, text: z.string(), at: z.string().optional(), model: z.string().optional() });
export type NormalisedTurn = z.infer<typeof NormalisedTurn>;

/**
 * A conversation as every reader delivers it. `turns` is the delivered path; what branched off it is kept beside, `after` being the
 * number of the last turn both share (0: none). Everything else that came along is in `metadata`, as delivered.
 */
export const NormalisedConversation = z.object({
  sourceId: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  model: z.string().nullable(),
  language: z.string().nullable(),
  turns: z.array(NormalisedTurn).min(1),
  branches: z.array(z.object({ after: z.int().nonnegative(), turns: z.array(NormalisedTurn) })),
  metadata: z.record(z.string(), z.unknown()).nullable(),
});
export type NormalisedConversation = z.infer<typeof NormalisedConversation>;

/** Where a record lay in its (decompressed) file: line from 1, offset and length in bytes, SHA-256 of the bytes. */
export type Place = { readonly line: number; readonly byteOffset: number; readonly byteLength: number; readonly sha256: Buffer };

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
