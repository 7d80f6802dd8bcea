import * as z from "zod";
import { sides } from "@/domain/access/permissions";
import { Paging } from "@/lib/page";

export const HoldScope = z.enum(["matter", "volume", "set", "conversation"], "A hold covers a matter, volume, set or conversation.");
export type HoldScope = z.infer<typeof HoldScope>;

/** Why something that both sides and the court will read of is done. */
export const reason = z.string().trim().min(1, "State the reason.").max(2_000, "A reason has at most 2,000 characters.");

/** On whose authority: an order, a docket number, a letter. */
export const authority = z
  .string()
  .trim()
  .min(1, "Name the authority: an order, a docket number, a letter.")
  .max(500, "An authority has at most 500 characters.");

/** `target` is the name of a volume, the id of an own set, or a control number; a hold on the matter has none. */
export const PlaceHold = z
  .object({
    scope: HoldScope,
    target: z.string().trim().max(120).optional(),
    reason,
    authority,
  })
  .refine(({ scope, target }) => (scope === "matter") === !target, {
    path: ["target"],
    message: "Name what is held: a volume, a set or a conversation. A hold on the matter names nothing.",
  });
export type PlaceHold = z.infer<typeof PlaceHold>;

export const ListHolds = Paging.extend({ inForce: z.stringbool().or(z.boolean()).optional() });
export type ListHolds = z.infer<typeof ListHolds>;

export const RequestRelease = z.object({ id: z.uuid(), reason });
export type RequestRelease = z.infer<typeof RequestRelease>;

export const ApproveRelease = z.object({ id: z.uuid() });
export type ApproveRelease = z.infer<typeof ApproveRelease>;

export const Deed = z.object({ by: z.string(), side: z.enum(sides), at: z.string() });
export type Deed = z.infer<typeof Deed>;

/** Stops everything it covers from leaving. In force until `released`; a request alone releases nothing. */
export const Hold = z.object({
  id: z.string(),
  scope: HoldScope,
  target: z.string().nullable(),
  reason: z.string(),
  authority: z.string(),
  state: z.enum(["in_force", "release_requested", "released"]),
  placed: Deed,
  releaseRequested: Deed.extend({ reason: z.string() }).nullable(),
  released: Deed.nullable(),
});
export type Hold = z.infer<typeof Hold>;
