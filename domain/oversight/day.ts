import type { Side } from "@/domain/access/permissions";
import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { findAsOf, sumActivity } from "./data";
import { peopleIn } from "./people";
import type { DayActivity, ReadDay } from "./schema";
import { grouped, sumsOf } from "./sums";

/** One day of the log: hour by hour and side by side, and who did it. Hours and day in UTC. */
export function readDay(actor: Actor, { day }: ReadDay): Promise<DayActivity> {
  const from = new Date(`${day}T00:00:00Z`);
  const until = new Date(from.getTime() + 86_400_000);
  return look(actor, "audit:read", async (tx, permit) => {
    const rows = await sumActivity(tx, permit, from, until, ["hour", "side"]);
    const hours = grouped(rows, ({ hour, side }) => `${hour?.getTime()} ${side}`).map((group) => ({
      ...{ hour: group[0]?.hour?.getUTCHours() ?? 0, side: (group[0]?.side ?? null) as Side | null },
      ...sumsOf(group),
    }));
    return { day, hours, people: peopleIn(await sumActivity(tx, permit, from, until, ["person"])), asOf: await findAsOf(tx, permit) };
  });
}
