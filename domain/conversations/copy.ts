import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { copiedToday, isKnown } from "./data";
import type { Copied, CopyConversation } from "./schema";

/**
 * Puts on record that words were copied from the screen, as the browser tells it: how many characters, never which. Throws `limited`
 * beyond what the order lets one person copy within 24 hours; the page then leaves the clipboard as it was.
 */
export function copyConversation(actor: Actor, { id, characters }: CopyConversation): Promise<Copied> {
  const told = { object: `conversation:${id}`, detail: { characters, advisory: true } };
  return act(actor, "conversation:copy", told, async (tx, permit) => {
    if (!(await isKnown(tx, permit, id))) throw notFound();
    const cap = actor.order.settings.copyCap;
    const left = cap - (await copiedToday(tx, permit));
    if (characters > left) throw new DomainError("limited", beyond(cap, left), { rule: "copy_cap", left: Math.max(0, left) });
    return { result: { left: left - characters } };
  });
}

function beyond(cap: number, left: number): string {
  const whole = cap.toLocaleString("en-US");
  return left > 0
    ? `The order lets one person copy ${whole} characters within 24 hours; ${left.toLocaleString("en-US")} are left. Nothing was copied.`
    : `The order lets one person copy ${whole} characters within 24 hours, and they are used up. Nothing was copied.`;
}
