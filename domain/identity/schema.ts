import * as z from "zod";
import { sides } from "@/domain/access/permissions";

/**
 * A firm whose OpenID provider may vouch for people of some sides. `mfaAcr`: the authentication contexts by which it says that a second
 * factor was given, besides "mfa" among its methods; that counts only where the order trusts it.
 */
export const Firm = z.object({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  name: z.string().min(1).max(100),
  issuer: z.url(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  sides: z.array(z.enum(sides)).min(1),
  mfaAcr: z.array(z.string()).default([]),
});
export type Firm = z.infer<typeof Firm>;

/** What the sign-in page shows of a firm. */
export const FirmName = Firm.pick({ id: true, name: true });
export type FirmName = z.infer<typeof FirmName>;

/** An identity at a firm, linked with the actor. */
export const Identity = z.object({ id: z.string(), firm: z.string(), linkedAt: z.string(), usedAt: z.string().nullable() });
export type Identity = z.infer<typeof Identity>;

/** Which firm. */
export const LinkIdentity = z.object({ firm: z.string().max(40) });
export type LinkIdentity = z.infer<typeof LinkIdentity>;

export const UnlinkIdentity = z.object({ id: z.uuid() });
export type UnlinkIdentity = z.infer<typeof UnlinkIdentity>;
