import type { Actor } from "@/domain/access/permit";
import { entryTime } from "@/domain/audit/entry-time";
import { show } from "@/domain/audit/show";
import { openView, readSource } from "./data";
import type { Source, ViewConversation } from "./schema";

/** What was delivered with a conversation, and its other branches. A look of its own: metadata may hold text. */
export function viewSource(actor: Actor, { id, purpose }: ViewConversation): Promise<Source> {
  return show(
    actor,
    "conversation:view",
    (tx) => openView(tx, actor, id, 0, 0, purpose ?? null),
    async (tx, { ticket }, number, permit) => ({
      ...(await readSource(tx, permit, number)),
      entry: ticket,
      at: await entryTime(tx, permit, number),
    }),
  );
}
