import { type Role, type Side, sides } from "@/domain/access/permissions";
import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { approveRelease as approve } from "./data";
import type { ApproveRelease } from "./schema";

/** Releases a hold whose release another side asked for. One's own side's request is `refused`, whoever placed the hold. */
export function approveRelease(actor: Actor, { id }: ApproveRelease): Promise<{ id: string }> {
  return act(actor, "hold:approve-release", { object: `hold:${id}` }, async (tx, permit) => {
    const outcome = await approve(tx, permit, id);
    if (outcome === "not_found") throw notFound();
    if (outcome === "released") throw new DomainError("conflict", "This hold is released already.");
    if (outcome === "not_requested") throw new DomainError("conflict", "Nobody asked for this hold to be released yet.");
    if (outcome === "same_side") {
      const message = `A release takes two people of two sides. Yours asked for it, so ${whoElse(actor.side)} must approve.`;
      throw new DomainError("refused", message, { rule: "two_sides" });
    }
    return { result: { id } };
  });
}

const approvers: Partial<Record<Side, Role>> = { plaintiff: "counsel", defense: "counsel", court: "monitor" };

function whoElse(side: Side): string {
  const others = sides.flatMap((other) => (other !== side && approvers[other] ? [`${approvers[other]} for the ${other}`] : []));
  return others.join(" or ");
}
