import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import type { Page } from "@/lib/page";
import { listLeafEntries } from "./data";
import type { Leaf, ReadLeaves } from "./schema";

/** The most entries that are given at once. */
const MOST = 1_000;

/** Entries as they stand in the tree, in order of their leaves. `next` is what to send as `from` for those after. */
export function listEntriesByLeaf(actor: Actor, { from, to }: ReadLeaves): Promise<Page<Leaf>> {
  return look(actor, "audit:read", async (tx, permit) => {
    if (to !== undefined && to < from) throw new DomainError("invalid", "`to` is the index after the last, and not before `from`.");
    const end = Math.min(to ?? from + MOST, from + MOST);
    const rows = await listLeafEntries(tx, permit, from, end);
    const items = rows.map((row) => ({ ...row, index: Number(row.index) }));
    const more = items.length === end - from && items.length > 0 && (to === undefined || end < to);
    return { items, next: more ? String(end) : null };
  });
}
