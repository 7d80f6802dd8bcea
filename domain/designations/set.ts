import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { designate } from "./data";
import type { SetDesignation } from "./schema";
import { done, objectOf } from "./step";

/**
 * Designates a conversation or a turn, up or down, in force at once: by counsel of the producing side, or for it by the host's custodian.
 * A turn is never lower than its conversation.
 */
export function setDesignation(actor: Actor, asked: SetDesignation): Promise<Created> {
  const { turn, tier, reason } = asked;
  const told = { object: objectOf(asked), detail: { turn, tier, reason } };
  return act(actor, "designation:set", told, async (tx, permit) => {
    const { id, was } = done(await designate(tx, permit, asked));
    return { result: { id }, detail: { ...told.detail, was } };
  });
}
