import * as z from "zod";
import { sides } from "@/domain/access/permissions";
import { Paging } from "@/lib/page";

/**
 * Lifts a placeholder of the detector wherever it stands in a conversation. `wrong`: what stood under it is no personal data, and counts against the search
 * that found it; without it, it is, and is to be read all the same.
 */
export const LiftCover = z.object({
  conversationId: z.string().trim().min(1, "Name the conversation by its control number.").max(40),
  label: z
    .string()
    .trim()
    .regex(/^\[[A-Z_]{2,30}_\d{1,8}\]$/, "A placeholder as it is shown, as [CARD_1]."),
  wrong: z.stringbool().or(z.boolean()).default(true),
  reason: z.string().trim().min(3, "State the reason, in a few words.").max(2_000, "A reason has at most 2,000 characters."),
});
export type LiftCover = z.infer<typeof LiftCover>;

/** What was lifted: in so many places. */
export const CoverLifted = z.object({ id: z.string(), label: z.string(), type: z.string(), places: z.int() });
export type CoverLifted = z.infer<typeof CoverLifted>;

export const ListLifted = Paging;
export type ListLifted = z.infer<typeof ListLifted>;

/** A placeholder of the detector that was lifted. `version` is of the search that had found it. What stood under it is said nowhere. */
export const LiftedCover = z.object({
  id: z.string(),
  conversation: z.string(),
  label: z.string(),
  type: z.string(),
  wrong: z.boolean(),
  reason: z.string(),
  places: z.int(),
  version: z.int(),
  lifted: z.object({ by: z.string(), side: z.enum(sides), at: z.string() }),
});
export type LiftedCover = z.infer<typeof LiftedCover>;
