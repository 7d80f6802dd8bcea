import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { removeFactor as remove } from "./data";
import { mustBeDone, newSecret, type Renewed } from "./renewal";
import type { RemoveFactor } from "./schema";

/** Takes a factor of one's own away; never the last one where the order asks for one. Every other browser session ends. */
export function removeFactor(actor: Actor, { id }: RemoveFactor): Promise<Renewed<{ id: string }>> {
  const secret = newSecret();
  return act(actor, "factor:remove", { detail: { factor: id } }, async (tx, permit) => {
    mustBeDone(await remove(tx, permit, id, secret), actor.role);
    return { result: { answer: { id }, secret } };
  });
}
