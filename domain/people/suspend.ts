import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { suspend } from "./data";
import type { SuspendPerson } from "./schema";

/** Suspends a person of the matter and ends all their sessions and tokens at once: their very next request is refused. */
export function suspendPerson(actor: Actor, { id, reason }: SuspendPerson): Promise<{ id: string }> {
  return act(actor, "people:manage", { object: `person:${id}`, detail: { reason } }, async (tx, permit) => {
    const outcome = await suspend(tx, permit, id);
    if (outcome === "not_found") throw notFound();
    if (outcome === "self") throw new DomainError("refused", "Nobody suspends themselves. Ask another custodian.", { rule: "self" });
    if (outcome === "suspended") throw new DomainError("conflict", "This person is suspended already.");
    return { result: { id } };
  });
}
