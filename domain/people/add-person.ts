import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { admitted } from "./admission";
import { admit } from "./data";
import { readablePassword } from "./password";
import type { AddedPerson, AddPerson } from "./schema";
import { hashPassword } from "./session";

/**
 * Admits a person to the actor's matter. Somebody new gets a password, returned this once and kept nowhere but as a hash; somebody
 * known from another matter keeps theirs, and their name. Throws `conflict` for a member, somebody suspended, or a tier the order lacks.
 */
export async function addPerson(actor: Actor, person: AddPerson): Promise<AddedPerson> {
  const password = readablePassword();
  const hash = await hashPassword(password);
  const { email, side, role, tier } = person;
  return act(actor, "people:add", { object: `person:${email}`, detail: { email, side, role, tier } }, async (tx, permit) => {
    const result = admitted(await admit(tx, permit, person, hash), person, password);
    return { result, object: `person:${result.id}`, detail: { email, name: result.name, side, role, tier, pending: result.pending } };
  });
}
