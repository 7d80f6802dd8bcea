import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { StateDisclosure } from "./schema";
import { taken } from "./step";

/**
 * Confirms that the way is clear for an expert: nobody objected in time, or the other side said it does not, or the court overruled. The
 * period alone does nothing. Takes a seat of the side; who is admitted already reads from the next request on.
 */
export function clearExpert(actor: Actor, { id, reason }: StateDisclosure): Promise<Created> {
  const detail = { reason, disclosure: id };
  return act(actor, "disclosure:clear", { detail }, async (tx, permit) => {
    const { outcome: _, email, ...moved } = taken(await move(tx, permit, id, "clear", null));
    return { result: { id }, object: `expert:${email}`, detail: { ...detail, email, ...moved } };
  });
}
