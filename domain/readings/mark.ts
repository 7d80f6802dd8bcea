import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { markUnit } from "./data";
import type { MarkReading } from "./schema";

const sentences = {
  unread: "Open the conversation first: what is marked was read, and the log has the look.",
  marked: "You said so already. What is said once stays.",
  agreed: "Both readers said the same, or have not both read it: there is nothing to decide.",
};

/** Says whether something was left in a conversation of a sample: once, by who was asked to read it, after they opened it. */
export function markReading(actor: Actor, { id, conversation, leak }: MarkReading): Promise<{ id: string }> {
  return act(actor, "reading:mark", { object: `conversation:${conversation}`, detail: { reading: id, leak } }, async (tx, permit) => {
    const outcome = await markUnit(tx, permit, { id, conversation, leak });
    if (outcome === "not_found") throw notFound();
    if (outcome !== "done") throw new DomainError("conflict", sentences[outcome], { rule: outcome });
    return { result: { id } };
  });
}
