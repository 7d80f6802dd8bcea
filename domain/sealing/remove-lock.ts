import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { dropLock } from "./data";
import type { RemoveLock } from "./schema";
import { mustBeSeated } from "./seated";

/** Takes a lock of the actor's own away. The last one stays, since nothing could open the key without it. */
export function removeLock(actor: Actor, { id }: RemoveLock): Promise<{ id: string }> {
  return act(actor, "sealing:join", { object: `person:${actor.person}`, detail: { removed: id } }, async (tx, permit) => {
    mustBeSeated(actor);
    const outcome = await dropLock(tx, permit, id);
    if (outcome === "not_found") throw notFound();
    if (outcome === "last") throw new DomainError("conflict", "This is the last way to unlock your key. Add another one first.");
    return { result: { id } };
  });
}
