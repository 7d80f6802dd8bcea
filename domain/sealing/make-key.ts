import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { fromBase64, sha256, toHex } from "@/lib/bytes";
import { DomainError, notFound } from "@/lib/errors";
import { isPublicKey, isSigned } from "@/lib/keys";
import { insertSideKey, listSideKeys, type Made } from "./data";
import { sideKeyStatement } from "./keyring";
import type { MakeSideKey } from "./schema";
import { mustBeSeated } from "./seated";

/**
 * Keeps the next key of the actor's side, made in their browser and wrapped there for each member named. It must be signed by the key
 * before it, so only who holds that one can make it; a side whose key nobody holds any more begins again without a signature.
 * From this entry on, everything of the side is sealed to the new key.
 */
export async function makeSideKey(actor: Actor, input: MakeSideKey): Promise<{ epoch: number }> {
  const hash = toHex(await sha256(fromBase64(input.publicKey)));
  const signKey = toHex(await sha256(fromBase64(input.signKey)));
  const detail = { epoch: input.epoch, publicKeySha256: hash, signKeySha256: signKey, follows: input.signature ? input.epoch - 1 : null };
  const members = input.grants.map(({ member }) => member);
  return act(
    actor,
    "sealing:key",
    { object: `side-key:${actor.side}/${input.epoch}`, detail: { ...detail, members } },
    async (tx, permit) => {
      mustBeSeated(actor);
      if (!(await isPublicKey(fromBase64(input.publicKey)))) throw new DomainError("invalid", "These bytes are no public key of P-256.");
      const before = (await listSideKeys(tx, permit)).find(({ epoch }) => epoch === input.epoch - 1);
      if (
        input.signature &&
        !(before && (await isSigned(Uint8Array.from(before.sign_key), sideKeyStatement(actor, input), fromBase64(input.signature))))
      )
        throw new DomainError("refused", "This key is not signed by the one before it.", { rule: "unsigned" });
      refuseUnless(await insertSideKey(tx, permit, input));
      return { result: { epoch: input.epoch } };
    },
  );
}

function refuseUnless(outcome: Made) {
  if (outcome === "not_found") throw notFound();
  if (outcome === "epoch")
    throw new DomainError("conflict", "Somebody of your side has just made a key. Look again before you make another.");
  if (outcome === "not_granted")
    throw new DomainError("refused", "Only who holds your side’s key makes the next one.", { rule: "not_granted" });
  if (outcome === "unsigned") throw new DomainError("refused", "This key is not signed by the one before it.", { rule: "unsigned" });
  if (outcome === "not_self") throw new DomainError("invalid", "Whoever makes a key wraps it for themselves too.");
}
