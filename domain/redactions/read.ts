import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { listOfPlaces, listOfRedactions } from "./data";
import { redactionOf } from "./list";
import type { ReadRedaction, RedactionDetail } from "./schema";

/** One redaction with the places that wait for a decision, for whoever decides about them. They are named, never quoted. */
export async function readRedaction(actor: Actor, { id }: ReadRedaction): Promise<RedactionDetail> {
  const [row] = await look(actor, "redaction:read", (tx, permit) => listOfRedactions(tx, permit, { limit: 1, waiting: false }, id));
  if (!row) throw notFound();
  return { ...redactionOf(row), places: await look(actor, "redaction:decide", (tx, permit) => listOfPlaces(tx, permit, id)) };
}
