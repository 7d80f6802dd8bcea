import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { tierName } from "@/domain/people/tier";
import type { Page } from "@/lib/page";
import { listOfDesignations } from "./data";
import type { Designation } from "./schema";

/** What was designated after delivery, the newest first. */
export async function listDesignations(actor: Actor): Promise<Page<Designation>> {
  const rows = await look(actor, "designation:read", listOfDesignations);
  const rank = (tier: number) => ({ rank: tier, name: tierName(actor, tier) });
  const items = rows.map(({ id, conversation, turn, reason, was, tier, set_by, set_side, set_at }) => ({
    id,
    conversation,
    turn,
    reason,
    was: rank(was),
    tier: rank(tier),
    set: { by: set_by ?? "", at: new Date(set_at).toISOString(), side: set_side },
  }));
  return { items, next: null };
}
