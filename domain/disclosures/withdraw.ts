import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { StateDisclosure } from "./schema";
import { taken } from "./step";

/** Withdraws an expert of the actor's side before clearance. Who was admitted goes on waiting until a custodian ends their access. */
export function withdrawExpert(actor: Actor, { id, reason }: StateDisclosure): Promise<Created> {
  const detail = { reason, disclosure: id };
  return act(actor, "disclosure:withdraw", { detail }, async (tx, permit) => {
    const { outcome: _, email, ...moved } = taken(await move(tx, permit, id, "withdraw", null));
    return { result: { id }, object: `expert:${email}`, detail: { ...detail, email, ...moved } };
  });
}
