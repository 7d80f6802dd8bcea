import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { decide } from "./data";
import { decided } from "./decision";
import type { DecideDraft } from "./schema";

/** The court's monitor does not put a draft in force, and says why. The order stays as it is. */
export function refuseDraft(actor: Actor, { id, reason }: DecideDraft): Promise<Created> {
  return act(actor, "order:amend", { detail: { draft: id, decision: "refused", reason } }, async (tx, permit) => {
    const { baseVersion } = decided(await decide(tx, permit, id, "refused", reason));
    return { result: { id }, object: `order:${baseVersion + 1}` };
  });
}
