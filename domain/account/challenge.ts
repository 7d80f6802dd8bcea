import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { findFactors, putChallenge } from "./data";
import { confirmOptions, enrolOptions } from "./passkey";
import type { AskChallenge } from "./schema";

/** What the browser hands to a passkey. Its challenge is kept here for five minutes and taken once; a new one takes its place. */
export function askChallenge(actor: Actor, { purpose }: AskChallenge): Promise<object> {
  return look(actor, "factor:confirm", async (tx, permit) => {
    const known = (await findFactors(tx, permit)).passkeys.map(({ credential, transports }) => ({ id: credential, transports }));
    const person = { id: actor.person, email: actor.email, name: actor.name };
    const options = await (purpose === "enrol" ? enrolOptions(person, known) : confirmOptions(known));
    await putChallenge(tx, permit, purpose, options.challenge);
    return options;
  });
}
