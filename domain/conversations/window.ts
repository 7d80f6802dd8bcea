import type { Permit } from "@/domain/access/permit";
import { entryTime } from "@/domain/audit/entry-time";
import type { Tx } from "@/lib/db";
import { type Card, readTurns, type View } from "./data";
import { flagsIn } from "./flags";
import type { Conversation, ConversationWindow } from "./schema";

/** The turns that a look opened, with the number and the time of its entry. */
export async function windowRead(
  tx: Tx,
  { ticket, conversation, from, to }: View,
  number: bigint,
  permit: Permit<"conversation:view" | "conversation:print">,
): Promise<ConversationWindow> {
  const items = await readTurns(tx, permit, number);
  return { conversation: conversationOf(conversation), from, to, items, entry: ticket, at: await entryTime(tx, permit, number) };
}

function conversationOf({ docno: _, flags, ...card }: Card): Conversation {
  return { ...card, id: card.controlNumber, flags: flagsIn(flags) };
}
