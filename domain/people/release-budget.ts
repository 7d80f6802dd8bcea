import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { releaseMore } from "./data";
import type { ReleaseBudget, ReleasedBudget } from "./schema";

/** Lets a person of the matter be shown more than the order's budget until some hours from now. How much and why is in the log for everybody who reads it. */
export function releaseBudget(actor: Actor, input: ReleaseBudget): Promise<ReleasedBudget> {
  const { id, views, characters, reason } = input;
  return act(actor, "budget:release", { object: `person:${id}`, detail: { views, characters, reason } }, async (tx, permit) => {
    const until = await releaseMore(tx, permit, input);
    if (!until) throw notFound();
    return { result: { id, until: until.toISOString() }, detail: { views, characters, reason, until: until.toISOString() } };
  });
}
