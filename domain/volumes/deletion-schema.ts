import * as z from "zod";
import { sides } from "@/domain/access/permissions";
import { authority, reason } from "@/domain/holds/schema";

const id = z.string().min(1).max(60);

/** `id` is a volume by its id or by its name; `confirm` its name once more. */
export const RequestDeletion = z.object({
  id,
  confirm: z.string().trim().min(1, "Type the name of the volume."),
  reason,
  authority,
});
export type RequestDeletion = z.infer<typeof RequestDeletion>;

export const ApproveDeletion = z.object({ id, confirm: RequestDeletion.shape.confirm });
export type ApproveDeletion = z.infer<typeof ApproveDeletion>;

export const RefuseDeletion = z.object({ id, reason });
export type RefuseDeletion = z.infer<typeof RefuseDeletion>;

const Deed = z.object({ by: z.string(), side: z.enum(sides), at: z.string() });

/** What was asked for and decided. `left`: how many partitions of it are still in the database, though nobody finds them. */
export const Deletion = z.object({
  reason: z.string(),
  authority: z.string(),
  requested: Deed,
  outcome: z.enum(["approved", "refused", "withdrawn"]).nullable(),
  decided: Deed.nullable(),
  decidedReason: z.string().nullable(),
  left: z.int(),
  goneAt: z.string().nullable(),
});
export type Deletion = z.infer<typeof Deletion>;

export const DeletedVolume = z.object({ volume: z.string(), conversations: z.int() });
export type DeletedVolume = z.infer<typeof DeletedVolume>;

/** What is said of a conversation that was deleted with its volume, and of the codes that one's own side had given it. */
export const DeletedConversation = z.object({
  volume: z.string(),
  deletedAt: z.string(),
  authority: z.string(),
  codes: z.array(z.object({ key: z.string(), turn: z.int() })),
});
export type DeletedConversation = z.infer<typeof DeletedConversation>;
