import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { findVolumeRow } from "./data";
import type { ReadVolume, VolumeDetail } from "./schema";

/** One volume with its intake report. Throws not_found, also for a volume of another matter or one that is not sealed yet. */
export function readVolume(actor: Actor, { id }: ReadVolume): Promise<VolumeDetail> {
  return look(actor, "volume:read", async (tx, permit) => {
    const volume = await findVolumeRow(tx, permit, id);
    if (!volume) throw notFound();
    return volume;
  });
}
