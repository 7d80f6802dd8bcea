import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import { approve } from "./deletion-data";
import type { ApproveDeletion, DeletedVolume } from "./deletion-schema";
import { refuseUnlessDone } from "./request-deletion";

/**
 * Approves that a volume is deleted: from now on nobody finds any of it, and its partitions go once this is committed (purge.ts). What
 * stays is in the entry and with the volume: its numbers, the hashes of its files, why, and on whose authority. Throws not_found, held,
 * conflict (nobody asked, or done already), invalid (another name was typed), refused (one's own side asked).
 */
export function approveDeletion(actor: Actor, { id, confirm }: ApproveDeletion): Promise<DeletedVolume> {
  return act(actor, "volume:approve-deletion", { object: `volume:${id}` }, async (tx, permit) => {
    const made = await approve(tx, permit, id);
    refuseUnlessDone(made, actor.role, id);
    const { outcome: _outcome, decision: _decision, volume = id, conversations = 0, from, to, ...detail } = made;
    if (confirm !== volume) throw new DomainError("invalid", `What was typed is not the name of this volume: ${volume}.`);
    return {
      result: { volume, conversations },
      object: `volume:${volume}`,
      detail: { ...detail, conversations, ...(from && { from }), ...(to && { to }) },
    };
  });
}
