import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { countActivity } from "./data";
import { type Activity, ReadActivity } from "./schema";

const DAY = 86_400_000;

/** The headline of the log: how much was opened, listed, downloaded and refused, by day and side. For those who read the whole log. */
export function readActivity(actor: Actor, input: ReadActivity): Promise<Activity> {
  const { until, days } = ReadActivity.parse(input);
  const end = Math.floor(Date.parse(until) / DAY) * DAY + DAY;
  const from = end - days * DAY;
  return look(actor, "audit:read", async (tx, permit) => ({
    days: Array.from({ length: days }, (_, i) => new Date(from + i * DAY).toISOString().slice(0, 10)),
    rows: await countActivity(tx, permit, new Date(from), new Date(end)),
  }));
}
