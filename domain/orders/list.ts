import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { listVersions } from "./data";
import type { OrderVersion } from "./schema";
import { versionOf } from "./version";

/** Every version of the order, the newest first: what held when, who wrote it, who put it in force, and why. */
export async function listOrders(actor: Actor): Promise<Page<OrderVersion>> {
  const rows = await look(actor, "order:read", listVersions);
  return { items: rows.map((row) => versionOf(row, actor.order.version)), next: null };
}
