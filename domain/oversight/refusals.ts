import type { Side } from "@/domain/access/permissions";
import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";
import { findAsOf, sumActivity } from "./data";
import type { Refusals, RefusalsSpan } from "./schema";
import { daysOf } from "./sums";

/** What was refused in some days, by who and what, and the newest refusals one by one. */
export async function readRefusals(actor: Actor, { after, ...span }: RefusalsSpan): Promise<Refusals> {
  const { from, until } = daysOf(span);
  const entries = await readLog(actor, ReadLog.parse({ outcome: "refused", limit: 50, after }));
  return look(actor, "audit:read", async (tx, permit) => {
    const rows = (await sumActivity(tx, permit, from, until, ["person"])).filter(({ outcome }) => outcome === "refused");
    const kinds = rows
      .map(({ person_id: id, email, side, action, entries: times }) => ({
        id,
        email,
        side: side as Side | null,
        action,
        times: Number(times),
      }))
      .sort((a, b) => b.times - a.times);
    const total = kinds.reduce((sum, { times }) => sum + times, 0);
    return { days: span.days, total, kinds, entries: { items: [...entries.items], next: entries.next }, asOf: await findAsOf(tx, permit) };
  });
}
