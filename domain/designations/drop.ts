import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { EndChallenge } from "./schema";
import { done, objectOf } from "./step";

/** Takes a challenge back. The designation stays as it is. */
export function dropChallenge(actor: Actor, { id, reason }: EndChallenge): Promise<Created> {
  return act(actor, "designation:drop", { detail: { challenge: id, reason } }, async (tx, permit) => {
    const { conversation, turn, tier, asked, now } = done(await move(tx, permit, id, "drop", reason));
    return { result: { id }, object: objectOf({ conversation, turn }), detail: { challenge: id, reason, turn, tier, asked, now } };
  });
}
