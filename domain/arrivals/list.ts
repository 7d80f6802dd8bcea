import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { intakeFolder } from "@/lib/env";
import { listArrivalRows } from "./data";
import { filesIn } from "./folder";
import type { Arrivals, ListArrivals } from "./schema";

/** The intakes that were asked for in this matter, newest first, with how far they are, and what lies in the intake folder. */
export async function listArrivals(actor: Actor, _input: ListArrivals): Promise<Arrivals> {
  const items = await look(actor, "intake:run", listArrivalRows);
  return { items, next: null, folder: intakeFolder(), files: await filesIn(intakeFolder()) };
}
