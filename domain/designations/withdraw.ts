import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { EndChallenge } from "./schema";
import { done, objectOf } from "./step";

/** The producing side gives way: the designation becomes the lower one that was asked for, at once. */
export function withdrawDesignation(actor: Actor, { id, reason }: EndChallenge): Promise<Created> {
  return act(actor, "designation:withdraw", { detail: { challenge: id, reason } }, async (tx, permit) => {
    const { conversation, turn, tier, asked, now } = done(await move(tx, permit, id, "withdraw", reason));
    return { result: { id }, object: objectOf({ conversation, turn }), detail: { challenge: id, reason, turn, tier, asked, now } };
  });
}
