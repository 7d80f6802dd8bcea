import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { insertSchedule } from "./data";
import type { SetSchedule } from "./schema";

/** Sets how often a report is made on its own, from the running day, week or month on. `never` ends it; what came due before is still made. */
export function setSchedule(actor: Actor, { kind, every }: SetSchedule): Promise<SetSchedule> {
  const since = new Date().toISOString().slice(0, 10);
  return act(actor, "oversight:set", { detail: { report: kind, every, since } }, async (tx, permit) => {
    await insertSchedule(tx, permit, kind, every, since);
    return { result: { kind, every } };
  });
}
