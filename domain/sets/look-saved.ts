import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { touchSaved } from "./saved-data";
import type { OneSaved } from "./saved-schema";

/** Says that the own side has looked at what is new of a saved search: new is from then on what is sealed later. */
export function lookAtSaved(actor: Actor, { id }: OneSaved): Promise<null> {
  return act(actor, "search:save", { object: `search:${id}`, detail: { looked: true } }, async (tx, permit) => {
    if (!(await touchSaved(tx, permit, id, false))) throw notFound();
    return { result: null };
  });
}
