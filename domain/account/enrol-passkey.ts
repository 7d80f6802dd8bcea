import type { Actor } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import { enrolPasskey as enrol, takeChallenge } from "./data";
import { verifyEnrolment } from "./passkey";
import { mustBeDone, newSecret, type Renewed } from "./renewal";
import type { Confirmed, EnrolPasskey } from "./schema";

/** Enrols a passkey by its answer to the challenge of this session. Every other browser session of the person ends. */
export async function enrolPasskey(actor: Actor, { name, response }: EnrolPasskey): Promise<Renewed<Confirmed>> {
  const challenge = await look(actor, "factor:confirm", (tx, permit) => takeChallenge(tx, permit, "enrol"));
  const passkey = challenge ? await verifyEnrolment(response, challenge) : null;
  const secret = newSecret();
  return act(actor, "factor:enrol", { detail: { factor: "passkey", name } }, async (tx, permit) => {
    if (!passkey) throw new DomainError("refused", "This passkey did not answer what it was asked. Begin again.", { rule: "factor" });
    mustBeDone(await enrol(tx, permit, passkey, name, secret), actor.role);
    return { result: { answer: { confirmed: true as const }, secret } };
  });
}
