import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { listRoster } from "./data";
import type { Person } from "./schema";
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
    undertakingSignedAt: times.signed_at?.toISOString() ?? null,
    suspendedAt: times.suspended_at?.toISOString() ?? null,
    firstSeenAt: times.first_seen_at?.toISOString() ?? null,
    lastSeenAt: times.last_seen_at?.toISOString() ?? null,
  }));
  return { items, next: null };
}
