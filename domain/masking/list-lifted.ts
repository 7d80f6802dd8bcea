import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { type Page, pageFrom } from "@/lib/page";
import { listOfLifted } from "./lifted-data";
import type { LiftedCover, ListLifted } from "./lifted-schema";

/** Placeholders of the detector that were lifted, the newest first; counsel and experts see those of conversations within their tier. */
export async function listLifted(actor: Actor, asked: ListLifted): Promise<Page<LiftedCover>> {
  return pageFrom(await look(actor, "redaction:read", (tx, permit) => listOfLifted(tx, permit, asked)), asked.limit);
}
