import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { cancelArrival } from "./data";
import type { CancelIntake } from "./schema";

/** Stops an intake after what it is committing. What was committed is kept: asked for again, it goes on from there. Throws not_found. */
export function cancelIntake(actor: Actor, { id }: CancelIntake): Promise<{ id: string }> {
  return act(actor, "intake:run", { detail: { step: "cancelled" } }, async (tx, permit) => {
    const volume = await cancelArrival(tx, permit, id);
    if (!volume) throw notFound();
    return { result: { id }, object: `volume:${volume}` };
  });
}
