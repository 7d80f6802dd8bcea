import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { challenge } from "./data";
import type { ChallengeDesignation } from "./schema";
import { done, objectOf } from "./step";

/** Challenges a designation, in the name of the side that did not make it. It stands until it is withdrawn, ruled on, or confirmed to be waived. */
export function challengeDesignation(actor: Actor, asked: ChallengeDesignation): Promise<Created> {
  const { turn, tier: lower, grounds, conferred } = asked;
  const told = { object: objectOf(asked), detail: { turn, asked: lower, grounds, conferred } };
  return act(actor, "designation:challenge", told, async (tx, permit) => {
    const { id, tier, answerBy, moveBy } = done(await challenge(tx, permit, asked));
    return { result: { id }, detail: { ...told.detail, challenge: id, tier, answerBy, moveBy } };
  });
}
