import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { endSessionsOf } from "./data";
import type { EndPerson } from "./schema";

/** Ends every session and token of a person of the matter, wherever they are. They may sign in again. */
export function endSessions(actor: Actor, { id, reason }: EndPerson): Promise<{ id: string }> {
  return act(actor, "people:end-sessions", { object: `person:${id}`, detail: { reason } }, async (tx, permit) => {
    const ended = await endSessionsOf(tx, permit, id);
    if (ended === null) throw notFound();
    return { result: { id }, detail: { reason, ended } };
  });
}
