import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { withdraw } from "./data";
import type { ClawBack, Made } from "./schema";
import { done, objectOf } from "./step";

/**
 * Withdraws a conversation, or one turn of it, in force at once: by counsel of the producing side, or for it by the host's custodian. Nobody reads,
 * finds or exports it any more; its number stays, and the text beneath is kept.
 */
export function clawBack(actor: Actor, asked: ClawBack): Promise<Made> {
  const { conversationId: conversation, turn, reason } = asked;
  const told = { object: objectOf({ conversation, turn }), detail: { ...(turn && { turn }), reason } };
  return act(actor, "redaction:claw-back", told, async (tx, permit) => {
    const { id, label, already, versions } = done(await withdraw(tx, permit, asked));
    return { result: { id, label, already }, detail: { ...told.detail, redaction: id, already, ...(versions && { versions }) } };
  });
}
