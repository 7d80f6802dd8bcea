import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { findFactors } from "./data";
import type { Factors } from "./schema";

/** What the actor proves themselves with, and what of it this session has seen. Answers before a factor was given. */
export async function readFactors(actor: Actor): Promise<Factors> {
  const { asked, firstPassword, totp, passkeys, recoveryCodes } = await look(actor, "factor:confirm", findFactors);
  return {
    asked,
    firstPassword,
    totp,
    passkeys: passkeys.map(({ id, name, enrolledAt, usedAt }) => ({ id, name, enrolledAt, usedAt })),
    recoveryCodes,
    confirmed: actor.confirmed,
    fresh: actor.fresh,
  };
}
