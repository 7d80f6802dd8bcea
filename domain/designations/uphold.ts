import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { EndChallenge } from "./schema";
import { done, objectOf } from "./step";

/** The producing side stands by its designation and says why, or by which motion. The court rules on it. */
export function upholdDesignation(actor: Actor, { id, reason }: EndChallenge): Promise<Created> {
  return act(actor, "designation:uphold", { detail: { challenge: id, reason } }, async (tx, permit) => {
    const { conversation, turn, tier, asked, now } = done(await move(tx, permit, id, "uphold", reason));
    return { result: { id }, object: objectOf({ conversation, turn }), detail: { challenge: id, reason, turn, tier, asked, now } };
  });
}
