import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { StateDisclosure } from "./schema";
import { taken } from "./step";

/**
 * Objects to an expert of the other side. Nobody clears them now but the court. An objection after the period is taken, and said to be late.
 */
export function objectToExpert(actor: Actor, { id, reason }: StateDisclosure): Promise<Created> {
  const detail = { reason, disclosure: id };
  return act(actor, "disclosure:object", { detail }, async (tx, permit) => {
    const { outcome: _, email, ...moved } = taken(await move(tx, permit, id, "object", reason));
    return { result: { id }, object: `expert:${email}`, detail: { ...detail, email, ...moved } };
  });
}
