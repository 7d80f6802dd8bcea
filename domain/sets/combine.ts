import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { combineOwnSets } from "./data";
import { nameTaken } from "./name-taken";
import type { CombineSets, FrozenSet } from "./schema";

/**
 * Makes a new set of the own side's sets: what is in any, in all, or in the first alone. It says of which, with their hashes; they stay as they are.
 * Throws `conflict` when the own side has a set of that name.
 */
export function combineSets(actor: Actor, input: CombineSets): Promise<FrozenSet> {
  return act(actor, "set:freeze", { sealed: input }, async (tx, permit) => {
    const made = await combineOwnSets(tx, permit, input);
    if (!made) throw nameTaken(input.name);
    if ("missing" in made) throw notFound();
    return { result: made, object: `set:${made.id}` };
  });
}
