import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { decide } from "./data";
import { decided } from "./decision";
import type { DecideDraft } from "./schema";

/** Takes a draft back. The order stays as it is, and the log keeps what was proposed. */
export function withdrawDraft(actor: Actor, { id, reason }: DecideDraft): Promise<Created> {
  return act(actor, "order:draft", { detail: { draft: id, decision: "withdrawn", reason } }, async (tx, permit) => {
    const { baseVersion } = decided(await decide(tx, permit, id, "withdrawn", reason));
    return { result: { id }, object: `order:${baseVersion + 1}` };
  });
}
