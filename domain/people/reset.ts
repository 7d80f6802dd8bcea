import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { resetFactors } from "./data";
import { readablePassword } from "./password";
import type { ResetDone, ResetPerson } from "./schema";
import { hashPassword } from "./session";

/**
 * Takes a person's second factors away, for somebody who lost theirs: all their sessions and tokens end, and at the next sign-in they
 * enrol anew. With `password` they get a new first password too, returned this once, which they must change before anything opens.
 */
export async function resetPerson(actor: Actor, { id, reason, password }: ResetPerson): Promise<ResetDone> {
  const made = password ? readablePassword() : null;
  const hash = made && (await hashPassword(made));
  return act(actor, "people:reset", { object: `person:${id}`, detail: { reason, password } }, async (tx, permit) => {
    const outcome = await resetFactors(tx, permit, id, hash);
    if (outcome === "not_found") throw notFound();
    if (outcome === "self") throw new DomainError("refused", "Nobody resets themselves. Ask another custodian.", { rule: "self" });
    return { result: { id, password: made } };
  });
}
