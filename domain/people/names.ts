import type { Action } from "@/domain/access/permissions";
import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";

/** The names of people of the matter, by id, for showing who did something that the actor was permitted to see. */
export async function namesOf(tx: Tx, _permit: Permit<Action>, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const people = await tx.person.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } });
  return new Map(people.map(({ id, name }) => [id, name]));
}
