import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { enrolTotp as enrol, findFactors } from "./data";
import { mustBeDone, newSecret, type Renewed } from "./renewal";
import type { Confirmed, EnrolTotp } from "./schema";
import { keyOf } from "./vault";

/** Enrols the app whose secret was shown last, by a code of it. Every other browser session of the person ends. */
export function enrolTotp(actor: Actor, { code }: EnrolTotp): Promise<Renewed<Confirmed>> {
  const secret = newSecret();
  return act(actor, "factor:enrol", { detail: { factor: "totp" } }, async (tx, permit) => {
    const { started } = await findFactors(tx, permit);
    if (!started) throw notFound();
    mustBeDone(await enrol(tx, permit, keyOf(started), code, secret), actor.role);
    return { result: { answer: { confirmed: true as const }, secret } };
  });
}
