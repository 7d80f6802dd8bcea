import type { Actor } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import { openView, readSource } from "./data";
import type { Source, ViewConversation } from "./schema";

/** What was delivered with a conversation, and its other branches. A look of its own: metadata may hold text. */
export function viewSource(actor: Actor, { id, purpose }: ViewConversation): Promise<Source> {
  return show(
    actor,
    "conversation:view",
    (tx) => openView(tx, actor, id, 0, 0, purpose ?? null),
    (tx, _view, ticket, permit) => readSource(tx, permit, ticket),
  );
}
