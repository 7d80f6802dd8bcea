import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { move } from "./data";
import type { RuleOnDisclosure } from "./schema";
import { taken } from "./step";

/** Enters what the court ruled on an objection. An overruled one clears nobody by itself: somebody confirms that. */
export function ruleOnObjection(actor: Actor, { id, ruling, text }: RuleOnDisclosure): Promise<Created> {
  const detail = { ruling, text, disclosure: id };
  return act(actor, "disclosure:rule", { detail }, async (tx, permit) => {
    const { outcome: _, email, ...moved } = taken(await move(tx, permit, id, ruling, text));
    return { result: { id }, object: `expert:${email}`, detail: { ...detail, email, ...moved } };
  });
}
