import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { fromBase64, sha256, toHex } from "@/lib/bytes";
import { DomainError } from "@/lib/errors";
import { isPublicKey } from "@/lib/keys";
import type { Created } from "@/lib/page";
import { insertOwnKey } from "./data";
import type { JoinSealing } from "./schema";
import { mustBeSeated } from "./seated";

/**
 * Keeps the actor's own public key, and its private half as their browser has locked it away. One they had before is replaced, and what
 * was granted to that one opens for nobody any more: the side's key has to be granted again.
 */
export async function joinSealing(actor: Actor, input: JoinSealing): Promise<Created> {
  const hash = toHex(await sha256(fromBase64(input.publicKey)));
  const told = { object: `person:${actor.person}`, detail: { publicKeySha256: hash, lock: input.lock.kind } };
  return act(actor, "sealing:join", told, async (tx, permit) => {
    mustBeSeated(actor);
    if (!(await isPublicKey(fromBase64(input.publicKey)))) throw new DomainError("invalid", "These bytes are no public key of P-256.");
    return { result: { id: await insertOwnKey(tx, permit, input) } };
  });
}
