import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { RuleOnChallenge } from "./schema";
import { done, objectOf } from "./step";

/**
 * Enters what the court ruled on a challenge; or confirms that the producing side did not move in time, so that the designation is waived.
 * No clock does that by itself.
 */
export function ruleOnChallenge(actor: Actor, { id, ruling, reason }: RuleOnChallenge): Promise<Created> {
  return act(actor, "designation:rule", { detail: { challenge: id, ruling, reason } }, async (tx, permit) => {
    const { conversation, turn, tier, asked, now } = done(await move(tx, permit, id, ruling, reason));
    return { result: { id }, object: objectOf({ conversation, turn }), detail: { challenge: id, ruling, reason, turn, tier, asked, now } };
  });
}
