import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { listOwnCodes } from "./data";
import type { Code } from "./schema";

/** The codebook of the actor's own side. The other side's is as if it were not there. */
export async function readCodebook(actor: Actor): Promise<Page<Code>> {
  const rows = await look(actor, "codebook:read", listOwnCodes);
  const items = rows.map(({ id, key, label, group, retiredAt, createdAt }) => ({
    id,
    key,
    label,
    group,
    retired: retiredAt !== null,
    createdAt: createdAt.toISOString(),
  }));
  return { items, next: null };
}
