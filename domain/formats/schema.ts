import * as z from "zod";
import { TurnRole } from "@/domain/conversations/schema";

export const formats = ["messages", "sharegpt", "chatgpt", "claude", "wildchat", "lmsys", "oasst", "pairs"] as const;
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
