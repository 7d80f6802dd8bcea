import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { listOwnSessions } from "./data";
import type { Session } from "./schema";

/** Every browser, token and command that speaks for the actor now, in all matters of theirs; the one that asks first. */
export async function listSessions(actor: Actor): Promise<Page<Session>> {
  const rows = await look(actor, "session:read", listOwnSessions);
  const items = rows.map(({ caption, created_at, last_seen_at, expires_at, ...row }) => ({
    ...row,
    matter: caption,
    createdAt: created_at.toISOString(),
    lastSeenAt: last_seen_at.toISOString(),
    expiresAt: expires_at.toISOString(),
  }));
  return { items, next: null };
}
