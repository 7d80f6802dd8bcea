import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { fromBase64, sha256, toBase64, toHex } from "@/lib/bytes";
import { DomainError, notFound } from "@/lib/errors";
import { isSigned } from "@/lib/keys";
import { type Granted, insertGrant, listMembers, listSideKeys } from "./data";
import { grantStatement } from "./keyring";
import type { GrantSideKey } from "./schema";
import { mustBeSeated } from "./seated";

/**
 * Gives the side's newest key to a member of the same side: to a colleague, by who holds it, or to oneself, from the recovery sheet. The
 * signature, by that very key, proves that it is held, and binds the grant to the member's public key.
 */
export function grantSideKey(actor: Actor, input: GrantSideKey): Promise<{ member: string; epoch: number }> {
  const { epoch, member } = input;
  return act(actor, "sealing:grant", { object: `side-key:${actor.side}/${epoch}`, detail: { epoch, member } }, async (tx, permit) => {
    mustBeSeated(actor);
    const key = (await listSideKeys(tx, permit)).find((one) => one.epoch === epoch);
    const found = (await listMembers(tx, permit)).find(({ key_id, active }) => key_id === member && active);
    if (!key || !found?.public_key) throw notFound();
    const statement = grantStatement(actor, epoch, { person: found.person, publicKey: toBase64(found.public_key) });
    if (!(await isSigned(Uint8Array.from(key.sign_key), statement, fromBase64(input.signature))))
      throw new DomainError("refused", "This grant is not signed with your side’s key.", { rule: "unsigned" });
    refuseUnless(await insertGrant(tx, permit, input));
    const hash = toHex(await sha256(Uint8Array.from(found.public_key)));
    return { result: { member, epoch }, detail: { epoch, member, person: found.person, publicKeySha256: hash } };
  });
}

function refuseUnless(outcome: Granted) {
  if (outcome === "not_found") throw notFound();
  if (outcome === "epoch") throw new DomainError("conflict", "Your side has a newer key. Look again, and grant that.");
  if (outcome === "not_granted")
    throw new DomainError("refused", "Only who holds your side’s key gives it to others.", { rule: "not_granted" });
  if (outcome === "granted") throw new DomainError("conflict", "This member has your side’s key already.");
}
