import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { askedBy } from "./filters";
import { readPlace } from "./run-data";
import type { Place, PlaceOf } from "./schema";

/** Where a conversation stands among what answers a search, from 1; null while that is not counted in this session. */
export function placeOf(actor: Actor, { id, ...search }: PlaceOf): Promise<Place> {
  const asked = askedBy(search, actor.order.settings);
  return look(actor, "conversation:count", async (tx, permit) => {
    const place = await readPlace(tx, permit, asked, search.sort, id);
    return { rank: place?.rank ?? null, total: place?.total ?? null };
  });
}
