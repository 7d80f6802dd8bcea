import { type Action, actions } from "@/domain/access/permissions";
import { type Actor, may } from "@/domain/access/permit";
import type { Me } from "./schema";
import { tierName } from "./tier";

/** What the actor is told about themselves. Needs no permission: it is their own. */
export async function readMe(actor: Actor): Promise<Me> {
  return {
    person: { id: actor.person, email: actor.email, name: actor.name },
    matter: { id: actor.matter, caption: actor.caption },
    side: actor.side,
    role: actor.role,
    tier: { rank: actor.tier, name: tierName(actor, actor.tier) },
    undertaking: { signed: actor.signed, orderVersion: actor.order.version, orderHash: actor.order.sha256 },
    actions: (Object.keys(actions) as Action[]).filter((action) => may(actor, action)),
    matters: actor.matters,
    sessionExpiresAt: actor.expiresAt,
  };
}
