import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { unlink } from "./data";
import type { UnlinkIdentity } from "./schema";

/** Takes an identity at a firm away from the actor: it opens nothing here any more. */
export function unlinkIdentity(actor: Actor, { id }: UnlinkIdentity): Promise<{ id: string }> {
  return act(actor, "identity:unlink", { detail: { identity: id } }, async (tx, permit) => {
    if (!(await unlink(tx, permit, id))) throw notFound();
    return { result: { id } };
  });
}
