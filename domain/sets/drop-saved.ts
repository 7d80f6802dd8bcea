import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { touchSaved } from "./saved-data";
import type { OneSaved } from "./saved-schema";

/** Takes a saved search of the own side away. */
export function dropSaved(actor: Actor, { id }: OneSaved): Promise<null> {
  return act(actor, "search:save", { object: `search:${id}`, detail: { dropped: true } }, async (tx, permit) => {
    if (!(await touchSaved(tx, permit, id, true))) throw notFound();
    return { result: null };
  });
}
