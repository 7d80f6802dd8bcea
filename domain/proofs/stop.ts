import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { endRecipient } from "./data";
import type { StopDelivery } from "./schema";

/** Sends no more checkpoints to a place. What it was sent stays there. */
export function stopDelivery(actor: Actor, { id }: StopDelivery): Promise<{ id: string }> {
  return act(actor, "checkpoint:deliver", { object: `recipient:${id}`, detail: { ended: true } }, async (tx, permit) => {
    const ended = await endRecipient(tx, permit, id);
    if (!ended) throw notFound();
    return { result: { id }, detail: { ended: true, to: ended.kind, ...(ended.target && { target: ended.target }) } };
  });
}
