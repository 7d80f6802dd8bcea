import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { settingsOf } from "@/domain/orders/schema";
import { DomainError } from "@/lib/errors";
import { findUndertaking } from "./data";
import type { Undertaking } from "./schema";

/** The text of the order in force, its hash, and whether the actor has signed it. Throws `not_found` while no order is in force. */
export async function readUndertaking(actor: Actor): Promise<Undertaking> {
  const found = await look(actor, "undertaking:sign", findUndertaking);
  if (!found) throw new DomainError("not_found", "No protective order is in force in this matter yet.");
  const { order, signature, earlier } = found;
  return {
    version: order.version,
    title: order.title,
    text: order.body,
    hash: Buffer.from(order.sha256).toString("hex"),
    inForceFrom: order.inForceFrom.toISOString(),
    signed: signature !== null,
    signedAt: signature?.signed_at.toISOString() ?? null,
    signedName: signature?.signed_name ?? null,
    settings: settingsOf(order.settings),
    reason: order.reason,
    earlier: earlier && {
      order: {
        version: earlier.version,
        title: earlier.order.title,
        text: earlier.order.body,
        settings: settingsOf(earlier.order.settings),
      },
      signedAt: earlier.signed_at.toISOString(),
      signedName: earlier.signed_name,
    },
  };
}
