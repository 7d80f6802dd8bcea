import type { Role, Side } from "@/domain/access/permissions";
import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { findAsOf, sumActivity } from "./data";
import type { PeopleSums, PersonSums, Span } from "./schema";
import { daysOf, grouped, type SumRow, sumsOf } from "./sums";

/** Who saw how much in some days, person by person: those of the sides first. */
export function listPeopleSums(actor: Actor, span: Span): Promise<PeopleSums> {
  const { from, until } = daysOf(span);
  return look(actor, "audit:read", async (tx, permit) => {
    const rows = await sumActivity(tx, permit, from, until, ["person"]);
    return { days: span.days, items: peopleIn(rows), asOf: await findAsOf(tx, permit) };
  });
}

/** Sums of each person, in the order of the sides. What nobody known did is left to the sums of the days. */
export function peopleIn(rows: readonly SumRow[]): PersonSums[] {
  const people = grouped(
    rows.filter(({ email }) => email !== null),
    ({ person_id, email, side, role }) => [person_id, email, side, role].join(" "),
  );
  return people.map((group) => ({
    id: group[0]?.person_id ?? null,
    email: group[0]?.email ?? null,
    side: (group[0]?.side ?? null) as Side | null,
    role: (group[0]?.role ?? null) as Role | null,
    lastHour: group.reduce<string | null>((last, { last_hour }) => later(last, last_hour.toISOString()), null),
    ...sumsOf(group),
  }));
}

function later(a: string | null, b: string): string {
  return a && a > b ? a : b;
}
