import type { Actor } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
import type { Tx } from "@/lib/db";
import { stateOf } from "@/lib/unexpected";
import { countedRun, refuseUnsortable } from "./counted-run";
import { askedBy } from "./filters";
import { openStep, readStep } from "./run-data";
import type { Step, StepFrom } from "./schema";

/**
 * From one conversation to the next, the one before, or the next that the own side has not coded, among what answers a search: in its order,
 * and without its list. The answers are those that were counted; what is named here stands in an entry first. Null at the end.
 */
export async function stepFrom(actor: Actor, { id, way, ...search }: StepFrom): Promise<Step> {
  const asked = askedBy(search, actor.order.settings);
  const byDate = search.sort === "date" || search.sort === "-date";
  const counted = async () => {
    const run = await countedRun(actor, asked);
    refuseUnsortable(search.sort, asked, run.hits);
    return run.hits;
  };
  if (!byDate) await counted(); // refused where it is not worked out for so many
  const open = (tx: Tx) => openStep(tx, actor, asked, search.sort, id, way);
  return show(
    actor,
    "conversation:search",
    (tx) => open(tx).catch((error: unknown) => (stateOf(error) === NOT_COUNTED ? counted().then(() => open(tx)) : Promise.reject(error))),
    async (tx, opened, ticket, permit) => {
      const found = await readStep(tx, permit, ticket);
      return { id: found?.controlNumber ?? null, rank: found?.rank ?? null, total: opened.total ?? (await counted()) };
    },
  );
}

// What the database says where this session has no run that still holds: most steps find the one that they came with, and need not ask for it first.
const NOT_COUNTED = "55000";
