import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { listOwnCodings } from "./data";
import type { Coding, ListCodings } from "./schema";

/** The own side's codes on a conversation. Empty for one that may not be seen, as for one that nobody coded. */
export async function readCodings(actor: Actor, { id }: ListCodings): Promise<Page<Coding>> {
  const rows = await look(actor, "codebook:read", (tx, permit) => listOwnCodings(tx, permit, id));
  const items = rows.map(({ key, turn, note, at, by }) => ({ code: key, turn: turn || null, note, by, at: at.toISOString() }));
  return { items, next: null };
}
