import type { Role } from "@/domain/access/permissions";
import { type Actor, type HoldNotice, refused } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { insertRequest } from "./deletion-data";
import type { DeletedVolume, RequestDeletion } from "./deletion-schema";

/**
 * Asks for a sealed volume to be deleted; the court decides. Throws not_found, held with the holds that cover anything in it, conflict (asked for
 * already, or never sealed), invalid (another name was typed). Nothing changes for anybody until it is approved.
 */
export function requestDeletion(actor: Actor, { id, confirm, reason, authority }: RequestDeletion): Promise<DeletedVolume> {
  const told = { reason, authority };
  return act(actor, "volume:request-deletion", { object: `volume:${id}`, detail: told }, async (tx, permit) => {
    const made = await insertRequest(tx, permit, id, reason, authority);
    const { volume = id, prefix = "", conversations = 0 } = made;
    refuseUnlessDone(made, actor.role, id);
    if (confirm !== volume) throw new DomainError("invalid", `What was typed is not the name of this volume: ${volume}.`);
    return { result: { volume, conversations }, object: `volume:${volume}`, detail: { ...told, prefix, conversations } };
  });
}

type Outcome = { readonly outcome: string; readonly volume?: string; readonly holds?: readonly HoldNotice[] };

/** Throws what stands in the way of a deletion. */
export function refuseUnlessDone({ outcome, volume, holds }: Outcome, role: Role, id: string): void {
  if (outcome === "done") return;
  if (outcome === "not_found") throw notFound();
  if (outcome === "held") throw refused("held", role, { holds });
  throw new DomainError(outcome === "same_side" ? "refused" : "conflict", `The volume ${volume ?? id} ${why[outcome] ?? "stays"}.`, {
    rule: outcome === "same_side" ? "two_sides" : "state",
  });
}

const why: Readonly<Record<string, string>> = {
  loading: "was never sealed: it is discarded, not deleted",
  deleted: "is deleted already",
  supersedes: "took the place of another one, which would then have none: delete the older one first",
  requested: "is to be deleted already: the request waits for the court",
  not_requested: "is not to be deleted: nobody asked for it",
  same_side: "is deleted by two people of two sides. Yours asked for it, so another must approve it",
};
