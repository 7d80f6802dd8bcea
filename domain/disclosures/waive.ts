import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { NameDisclosure } from "./schema";
import { taken } from "./step";

/**
 * Says that the actor's side does not object to an expert of the other side, so that clearance need not wait for the end of the period.
 */
export function waiveObjection(actor: Actor, { id }: NameDisclosure): Promise<Created> {
  const detail = { disclosure: id };
  return act(actor, "disclosure:waive", { detail }, async (tx, permit) => {
    const { outcome: _, email, ...moved } = taken(await move(tx, permit, id, "waive", null));
    return { result: { id }, object: `expert:${email}`, detail: { ...detail, email, ...moved } };
  });
}
