import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { listIdentities as list } from "./data";
import { firms } from "./firms";
import type { Identity } from "./schema";

/** The actor's identities at firms, as the firm is called here. */
export async function listIdentities(actor: Actor): Promise<Page<Identity>> {
  const rows = await look(actor, "session:read", list);
  const names = new Map(firms().map(({ issuer, name }) => [issuer, name]));
  const items = rows.map(({ id, issuer, linked_at, used_at }) => ({
    id,
    firm: names.get(issuer) ?? issuer,
    linkedAt: linked_at.toISOString(),
    usedAt: used_at?.toISOString() ?? null,
  }));
  return { items, next: null };
}
