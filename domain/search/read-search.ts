import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { settled } from "./job";
import { readRun } from "./run-data";
import { facetsFrom } from "./run-facets";
import type { Facets, ReadSearch } from "./schema";

/** How far a search of this session is, and what it has counted so far. Its question is on record since it began. */
export async function readSearch(actor: Actor, { id, wait }: ReadSearch): Promise<Facets> {
  await settled(id, wait * 1_000);
  return look(actor, "conversation:count", async (tx, permit) => {
    const counted = await readRun(tx, permit, id);
    if (!counted) throw notFound();
    return facetsFrom(counted);
  });
}
