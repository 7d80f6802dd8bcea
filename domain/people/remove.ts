import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { endMembership } from "./data";
import type { EndPerson } from "./schema";

/** Ends a person's access to this matter alone, and their sessions in it. In other matters nothing changes. */
export function removePerson(actor: Actor, { id, reason }: EndPerson): Promise<{ id: string }> {
  return act(actor, "people:remove", { object: `person:${id}`, detail: { reason } }, async (tx, permit) => {
    const outcome = await endMembership(tx, permit, id);
    if (outcome === "not_found") throw notFound();
    if (outcome === "self") throw new DomainError("refused", "Nobody ends their own access. Ask another custodian.", { rule: "self" });
    return { result: { id } };
  });
}
