import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { refuse } from "./deletion-data";
import type { RefuseDeletion } from "./deletion-schema";
import { refuseUnlessDone } from "./request-deletion";

/** Refuses that a volume is deleted; of the side that asked, takes the request back. It may be asked for again. Throws not_found, conflict. */
export function refuseDeletion(actor: Actor, { id, reason }: RefuseDeletion): Promise<{ decision: string }> {
  return act(actor, "volume:refuse-deletion", { object: `volume:${id}`, detail: { reason } }, async (tx, permit) => {
    const made = await refuse(tx, permit, id, reason);
    refuseUnlessDone(made, actor.role, id);
    const { volume = id, prefix = "", decision = "refused" } = made;
    return { result: { decision }, object: `volume:${volume}`, detail: { reason, prefix, decision } };
  });
}
