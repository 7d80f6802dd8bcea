import { type Actor, refused } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { startLink } from "./data";
import { firms } from "./firms";
import type { LinkIdentity } from "./schema";

/**
 * Says that the actor wants to link their account at a firm: the identity that comes back to this very session within ten minutes becomes
 * theirs. Whoever comes back to another session signs in, or does not.
 */
export function linkIdentity(actor: Actor, { firm: id }: LinkIdentity): Promise<{ firm: string }> {
  return act(actor, "identity:link", { detail: { firm: id, step: "started" } }, async (tx, permit) => {
    if (actor.kind !== "browser") throw refused("step_up", actor.role);
    const firm = firms().find((one) => one.id === id && one.sides.includes(actor.side));
    if (!firm) throw notFound();
    await startLink(tx, permit, firm.issuer);
    return { result: { firm: id }, detail: { issuer: firm.issuer, step: "started" } };
  });
}
