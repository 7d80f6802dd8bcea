import * as z from "zod";
import { roles, sides } from "@/domain/access/permissions";

/** A matter that the actor is of. */
export const OwnMatter = z.object({ id: z.string(), caption: z.string(), side: z.enum(sides), role: z.enum(roles), here: z.boolean() });
export type OwnMatter = z.infer<typeof OwnMatter>;

export const ChooseMatter = z.object({ matter: z.uuid() });
export type ChooseMatter = z.infer<typeof ChooseMatter>;
