import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { insertLock } from "./data";
import type { AddLock } from "./schema";
import { mustBeSeated } from "./seated";

/** One more way to unlock the actor's own key: another passphrase, or a passkey. */
export function addLock(actor: Actor, input: AddLock): Promise<Created> {
  return act(actor, "sealing:join", { object: `person:${actor.person}`, detail: { added: input.lock.kind } }, async (tx, permit) => {
    mustBeSeated(actor);
    const id = await insertLock(tx, permit, input);
    if (!id) throw notFound();
    return { result: { id } };
  });
}
