import type { Permit } from "@/domain/access/permit";
import { entryTime } from "@/domain/audit/entry-time";
import type { Found } from "@/domain/query/hits";
import { inTime } from "@/domain/query/in-time";
import type { Tx } from "@/lib/db";
import { type Card, findPatterns, readTurns, type View } from "./data";
import { flagsIn } from "./flags";
import type { Conversation, ConversationWindow, Turn } from "./schema";

/** The turns that a look opened, with the number and the time of its entry, and where regular expressions are found in them. */
export async function windowRead(
  tx: Tx,
  { ticket, conversation, from, to }: View,
  number: bigint,
  permit: Permit<"conversation:view" | "conversation:print">,
  patterns: readonly string[] = [],
): Promise<ConversationWindow> {
  const marking = patterns.length > 0;
  const [turns, found, at] = await Promise.all([
    readTurns(tx, permit, number),
    marking ? inTime((inner) => findPatterns(inner, permit, number, patterns)) : null,
    entryTime(tx, permit, number),
  ]);
  const items = found ? turns.map((one) => withFound(one, found)) : turns;
  const unmarked = marking && !found;
  return { conversation: conversationOf(conversation), from, to, items, entry: ticket, at, ...(unmarked && { unmarked }) };
}

function withFound(turn: Turn, found: readonly (Found & { readonly turn: number })[]): Turn {
  return { ...turn, found: found.filter((one) => one.turn === turn.turn).map(({ pattern, marks }) => ({ pattern, marks: [...marks] })) };
}

function conversationOf({ docno: _, flags, ...card }: Card): Conversation {
  return { ...card, id: card.controlNumber, flags: flagsIn(flags) };
}
