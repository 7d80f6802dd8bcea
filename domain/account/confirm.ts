import { verify } from "@node-rs/argon2";
import { type Actor, refused } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { db } from "@/lib/db";
import { DomainError } from "@/lib/errors";
import { confirm, findFactors, findPasskey, findPasswordHash, takeChallenge } from "./data";
import { verifyConfirmation } from "./passkey";
import { written } from "./recovery";
import { newSecret, type Renewed } from "./renewal";
import type { Confirm, Confirmed } from "./schema";
import { keyOf } from "./vault";

/**
 * Confirms that it is the actor who is at this session: at sign-in, and again before what asks for a fresh factor. Throws `refused` with
 * rule "factor" where the factor is wrong, and `limited` where the next try must wait. Each try is in the log.
 */
export async function confirmSelf(actor: Actor, given: Confirm): Promise<Renewed<Confirmed>> {
  const secret = newSecret();
  const { outcome, reason, seconds, renewed } = await confirm(db(), actor, given.factor, await proofOf(actor, given), secret);
  if (outcome === "refused") throw refused(reason ?? "unauthenticated", actor.role);
  if (outcome === "wait")
    throw new DomainError("limited", `Too many wrong tries. The next one is looked at in ${seconds} seconds.`, { seconds });
  if (outcome === "wrong")
    throw new DomainError("refused", `This does not confirm that it is you. ${again[given.factor]}`, { rule: "factor" });
  return { answer: { confirmed: true }, secret: renewed ? secret : null };
}

const again: Record<Confirm["factor"], string> = {
  totp: "A code works once: wait for the next one.",
  recovery: "A recovery code works once: take another one.",
  password: "The password is another one.",
  passkey: "Take a passkey that this account knows.",
};

// What the database needs to check, or the outcome of what only this process can check. Where there is nothing to compare, nothing matches.
async function proofOf(actor: Actor, given: Confirm): Promise<object> {
  switch (given.factor) {
    case "totp": {
      const { totp } = await look(actor, "factor:confirm", findFactors);
      return { code: given.code, key: totp ? keyOf(totp.id).toString("hex") : "" };
    }
    case "recovery":
      return { code: written(given.code) };
    case "password": {
      const hash = await look(actor, "factor:confirm", findPasswordHash);
      return { matches: hash !== null && (await verify(hash, given.password)) };
    }
    case "passkey": {
      const { id } = given.response;
      const [challenge, known] = await look(actor, "factor:confirm", async (tx, permit) => [
        await takeChallenge(tx, permit, "confirm"),
        await findPasskey(tx, permit, id),
      ]);
      const counter = challenge && known ? await verifyConfirmation(given.response, challenge, known) : null;
      return counter === null ? {} : { credential: id, counter };
    }
  }
}
