import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { listVolumeRows } from "./data";
import type { ListVolumes, Volume } from "./schema";

/** The volumes of the matter, oldest first. A matter has few: they come at once. */
export function listVolumes(actor: Actor, _input: ListVolumes): Promise<{ items: Volume[]; next: null }> {
  return look(actor, "volume:read", async (tx, permit) => ({ items: await listVolumeRows(tx, permit), next: null }));
}
