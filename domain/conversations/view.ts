import type { Actor } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import { openView } from "./data";
import type { ConversationWindow, ViewConversation } from "./schema";
import { windowRead } from "./window";

/** Opens a window of a conversation, by default its first 50 turns. What the reader is shown, the log remembers first. */
export function viewConversation(actor: Actor, input: ViewConversation): Promise<ConversationWindow> {
  const [from, to] = windowOf(input.turns);
  return show(actor, "conversation:view", (tx) => openView(tx, actor, input.id, from, to, input.purpose ?? null), windowRead);
}

function windowOf(turns: string | undefined): [number | null, number | null] {
  const [from, to] = (turns ?? "").split("-").map(Number);
  return turns ? [from ?? null, to ?? null] : [null, null];
}
