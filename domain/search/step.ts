import type { Actor } from "@/domain/access/permit";
import { show } from "@/domain/audit/show";
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
  const run = await countedRun(actor, asked);
  refuseUnsortable(search.sort, asked, run.hits);
  return show(
    actor,
    "conversation:search",
    (tx) => openStep(tx, actor, asked, search.sort, id, way),
    async (tx, _opened, ticket, permit) => {
      const found = await readStep(tx, permit, ticket);
      return { id: found?.controlNumber ?? null, rank: found?.rank ?? null, total: run.hits };
    },
  );
}
