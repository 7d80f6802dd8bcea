import * as z from "zod";
import { type Action, roles, sides } from "@/domain/access/permissions";

/** The actor as they may know themselves: who, for whom, how far, and what they may do now. */
export const Me = z.object({
  person: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  matter: z.object({ id: z.string(), caption: z.string() }),
  side: z.enum(sides),
  role: z.enum(roles),
  tier: z.object({ rank: z.int(), name: z.string() }),
  undertaking: z.object({ signed: z.boolean(), orderVersion: z.int(), orderHash: z.string() }),
  actions: z.array(z.custom<Action>()),
  sessionExpiresAt: z.string(),
});
export type Me = z.infer<typeof Me>;
