import { verify } from "@node-rs/argon2";
import type { Actor } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { hashPassword } from "@/domain/people/session";
import { DomainError } from "@/lib/errors";
import { changePassword as change, findPasswordHash } from "./data";
import { mustBeDone, newSecret, type Renewed } from "./renewal";
import type { ChangePassword } from "./schema";

/** Puts a password of one's own in place of the present one. Every other browser session ends, and every copy of this one's cookie. */
export async function changePassword(actor: Actor, { current, password }: ChangePassword): Promise<Renewed<{ changed: true }>> {
  const present = await look(actor, "password:change", findPasswordHash);
  const matches = present !== null && (await verify(present, current));
  const [secret, hash] = [newSecret(), await hashPassword(password)];
  return act(actor, "password:change", {}, async (tx, permit) => {
    if (!matches) throw new DomainError("refused", "The present password is another one.", { rule: "password" });
    if (password === current) throw new DomainError("invalid", "Choose another password than the present one.");
    mustBeDone(await change(tx, permit, hash, secret), actor.role);
    return { result: { answer: { changed: true as const }, secret } };
  });
}
