import type { Actor } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { findUndertaking, insertSignature } from "./data";
import type { SignUndertaking } from "./schema";

/**
 * Signs the order in force. The hash must be that of its text: whoever read an older version is told so, with `conflict`. The name
 * is kept as it was typed. Signing again answers the first signature and adds nothing to the log.
 */
export async function signUndertaking(actor: Actor, { hash, name }: SignUndertaking): Promise<Created> {
  const before = await look(actor, "undertaking:sign", findUndertaking);
  if (!before) throw new DomainError("not_found", "No protective order is in force in this matter yet.");
  const matches = hash.toLowerCase() === Buffer.from(before.order.sha256).toString("hex");
  if (matches && before.signature) return { id: before.signature.id };
  const told = { object: `order:${before.order.version}`, detail: { hash: hash.toLowerCase() } };
  return act(actor, "undertaking:sign", told, async (tx, permit) => {
    if (!matches)
      throw new DomainError("conflict", "This is not the order in force. Read its present text, then sign that.", {
        rule: "order_changed",
      });
    const id = await insertSignature(tx, permit, name);
    if (!id) throw new DomainError("conflict", "This undertaking was signed a moment ago, in another window.");
    return { result: { id }, detail: { ...told.detail, name } };
  });
}
