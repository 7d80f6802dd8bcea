import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";
import { notFound } from "@/lib/errors";
import { findAsOf, listFirstLooks, sumActivity } from "./data";
import { peopleIn } from "./people";
import type { PersonActivity, ReadPerson } from "./schema";
import { dayName, daysOf, grouped, sumsOf } from "./sums";

/** The beginning of every log that there is. */
const ALWAYS = new Date("2020-01-01T00:00:00Z");

/** One person in the log: day by day, in all, first access to each tier, and their newest sessions, refusals and departures. Throws `not_found`. */
export async function readPersonActivity(actor: Actor, { id, ...span }: ReadPerson): Promise<PersonActivity> {
  const { from, until, names } = daysOf(span);
  const sums = await look(actor, "audit:read", async (tx, permit) => ({
    byDay: await sumActivity(tx, permit, from, until, ["day"], id),
    ever: await sumActivity(tx, permit, ALWAYS, until, ["person"], id),
    firstLooks: await listFirstLooks(tx, permit, id),
    asOf: await findAsOf(tx, permit),
  }));
  const [person] = peopleIn(sums.ever).sort((a, b) => b.entries - a.entries);
  const newest = async (more: Record<string, unknown>) => [
    ...(await readLog(actor, ReadLog.parse({ person: id, limit: 15, ...more }))).items,
  ];
  const sessions = await newest({ action: ["session:open", "token:create"] });
  if (!person && sessions.length === 0) throw notFound();
  const { side = sessions[0]?.side ?? null, role = sessions[0]?.role ?? null, email = sessions[0]?.person.email ?? null } = person ?? {};
  return {
    person: { id, email, side, role },
    days: names,
    rows: grouped(sums.byDay, ({ hour }) => dayName(hour)).map((group) => ({ day: dayName(group[0]?.hour ?? null), ...sumsOf(group) })),
    everything: sumsOf(sums.ever),
    firstLooks: sums.firstLooks,
    sessions,
    refusals: await newest({ outcome: "refused" }),
    departures: await newest({ action: ["production:download", "audit:export"] }),
    asOf: sums.asOf,
  };
}
