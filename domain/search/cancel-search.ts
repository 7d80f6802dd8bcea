import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { endRun, readRun } from "./run-data";
import { facetsFrom } from "./run-facets";
import type { CancelSearch, Facets } from "./schema";

/** Ends a search of this session before its end. What it has counted stays, as "at least". */
export function cancelSearch(actor: Actor, { id }: CancelSearch): Promise<Facets> {
  return look(actor, "conversation:count", async (tx, permit) => {
    await endRun(tx, actor, id, "cancelled");
    const counted = await readRun(tx, permit, id);
    if (!counted) throw notFound();
    return facetsFrom(counted);
  });
}
