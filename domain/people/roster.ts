import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { monthsAfter } from "@/domain/orders/clock";
import type { Page } from "@/lib/page";
import { listRoster, type RosterRow } from "./data";
import type { Person, ProsecutionBar } from "./schema";
import { tierName } from "./tier";

/** Everybody who has or had access to the matter, with their undertaking, suspension, and first and last access. */
export async function readRoster(actor: Actor): Promise<Page<Person>> {
  const rows = await look(actor, "people:read", listRoster);
  const items = rows.map(({ id, email, name, side, role, tier, ...times }) => ({
    id,
    email,
    name,
    side,
    role,
    tier: { rank: tier, name: tierName(actor, tier) },
    grantedAt: times.granted_at.toISOString(),
    endedAt: times.ended_at?.toISOString() ?? null,
    clearedAt: times.cleared_at?.toISOString() ?? null,
    undertakingSignedAt: times.signed_at?.toISOString() ?? null,
    suspendedAt: times.suspended_at?.toISOString() ?? null,
    firstSeenAt: times.first_seen_at?.toISOString() ?? null,
    lastSeenAt: times.last_seen_at?.toISOString() ?? null,
    firstAccess: times.first_access.map((first) => ({ ...first, at: new Date(first.at).toISOString(), name: tierName(actor, first.tier) })),
    prosecutionBar: barOf(actor, times.first_access),
  }));
  return { items, next: null };
}

// The bar begins with the first look at a tier that carries it, and ends so many months after the action has.
function barOf({ order: { settings } }: Actor, firsts: RosterRow["first_access"]): ProsecutionBar | null {
  const { prosecutionBarTier: from, prosecutionBarMonths, actionEndedOn } = settings;
  const carrying = firsts.filter(({ tier }) => from > 0 && tier >= from).map(({ at }) => new Date(at).toISOString());
  const [since] = carrying.sort();
  if (!since) return null;
  return { since, until: actionEndedOn && monthsAfter(actionEndedOn, prosecutionBarMonths) };
}
