import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { listActiveRecipients } from "./data";
import type { Recipient } from "./schema";

/** Where the matter's checkpoints go, how far each has come, and what went wrong last. */
export function listRecipients(actor: Actor): Promise<Page<Recipient>> {
  return look(actor, "checkpoint:deliver", async (tx, permit) => {
    const rows = await listActiveRecipients(tx, permit);
    const items = rows.map(({ added_at, delivered_size, delivered_at, ...row }) => ({
      ...row,
      addedAt: added_at.toISOString(),
      delivered: delivered_at && { size: Number(delivered_size), at: delivered_at.toISOString() },
    }));
    return { items, next: null };
  });
}
