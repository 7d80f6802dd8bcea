import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { lift } from "./data";
import type { LiftRedaction } from "./schema";
import { done, objectOf } from "./step";

/** Lifts a redaction: what it covered is read again by everyone who may. By counsel of the producing side, or for it by the host's custodian. */
export function liftRedaction(actor: Actor, { id, reason, everywhere }: LiftRedaction): Promise<{ id: string; lifted: number }> {
  return act(actor, "redaction:lift", { detail: { redaction: id, reason } }, async (tx, permit) => {
    const { lifted, ...told } = done(await lift(tx, permit, id, reason, everywhere));
    return { result: { id, lifted }, object: objectOf(told), detail: { redaction: id, reason, lifted } };
  });
}
