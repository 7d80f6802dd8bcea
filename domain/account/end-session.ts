import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { endOwnSessions } from "./data";
import type { Ended, EndSession } from "./schema";

/** Ends a session or a token of one's own. Its next request is refused. The one that asks signs out instead. */
export function endSession(actor: Actor, { id }: EndSession): Promise<Ended> {
  return act(actor, "session:end", { object: `session:${id}` }, async (tx, permit) => {
    if (id === actor.session) throw notFound();
    const ended = await endOwnSessions(tx, permit, id, true);
    if (ended === 0) throw notFound();
    return { result: { ended } };
  });
}
