import type { Actor } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import { type Card, openView, readTurns } from "./data";
import { flagsIn } from "./flags";
import type { Conversation, ConversationWindow, ViewConversation } from "./schema";

/** Opens a window of a conversation, by default its first 50 turns. What the reader is shown, the log remembers first. */
export function viewConversation(actor: Actor, input: ViewConversation): Promise<ConversationWindow> {
  const [from, to] = windowOf(input.turns);
  return show(
    actor,
    "conversation:view",
    (tx) => openView(tx, actor, input.id, from, to, input.purpose ?? null),
    async (tx, view, ticket, permit) => ({
      conversation: conversationOf(view.conversation),
      from: view.from,
      to: view.to,
      items: await readTurns(tx, permit, ticket),
      entry: view.ticket,
    }),
  );
}

function windowOf(turns: string | undefined): [number | null, number | null] {
  const [from, to] = (turns ?? "").split("-").map(Number);
  return turns ? [from ?? null, to ?? null] : [null, null];
}

function conversationOf({ docno: _, flags, ...card }: Card): Conversation {
  return { ...card, id: card.controlNumber, flags: flagsIn(flags) };
}
