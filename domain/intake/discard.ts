import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { discard } from "./data";
import type { DiscardVolume } from "./schema";

/**
 * Discards a volume that was never sealed: what was staged of it, its ledger and its name. The log keeps why, and which files with their
 * hashes it was loaded from. Throws not_found, held (a hold on the matter, or one that was ever placed on the volume), conflict (sealed, or
 * being loaded).
 */
export function discardVolume(actor: Actor, { volume, reason }: DiscardVolume): Promise<{ stored: number }> {
  const told = { object: `volume:${volume}`, detail: { step: "discarded", reason } };
  return act(actor, "intake:run", told, async (tx, permit) => {
    const { outcome, stored = 0, files = [] } = await discard(tx, permit, volume);
    if (outcome === "not_found") throw notFound();
    if (outcome === "held")
      throw new DomainError("held", `The volume ${volume} is held: nothing of it is discarded while the hold stands.`, { rule: "hold" });
    if (outcome === "sealed") throw new DomainError("conflict", `The volume ${volume} is sealed. What is sealed is not discarded.`);
    if (outcome === "loading") throw new DomainError("conflict", `The volume ${volume} is being loaded. Stop its intake first.`);
    return { result: { stored }, detail: { ...told.detail, conversations: stored, files } };
  });
}
