import type { Side } from "@/domain/access/permissions";
import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { findAsOf, sumActivity } from "./data";
import type { Overview, Span } from "./schema";
import { dayName, daysOf, grouped, sumsOf } from "./sums";

/** The front page of the log: how much was opened, listed, taken away and refused, by day and side. */
export function readOverview(actor: Actor, span: Span): Promise<Overview> {
  const { from, until, names } = daysOf(span);
  return look(actor, "audit:read", async (tx, permit) => {
    const rows = await sumActivity(tx, permit, from, until, ["day", "side"]);
    const days = grouped(rows, ({ hour, side }) => `${dayName(hour)} ${side}`).map((group) => ({
      ...{ day: dayName(group[0]?.hour ?? null), side: (group[0]?.side ?? null) as Side | null },
      ...sumsOf(group),
    }));
    return { days: names, rows: days, asOf: await findAsOf(tx, permit) };
  });
}
