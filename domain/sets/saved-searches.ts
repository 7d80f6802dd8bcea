import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { toBase64, toHex } from "@/lib/bytes";
import type { Page } from "@/lib/page";
import { listOwnSaved } from "./saved-data";
import type { SavedSearch } from "./saved-schema";

/** The own side's saved searches, newest first, sealed as they are; each with the volumes that are new since it was looked at. */
export function listSavedSearches(actor: Actor): Promise<Page<SavedSearch>> {
  return look(actor, "set:read", async (tx, permit) => {
    const rows = await listOwnSaved(tx, permit);
    const makers = rows.map(({ created_by }) => created_by);
    const names = await namesOf(tx, permit, makers);
    const items = rows.map((row) => ({
      id: row.id,
      epoch: row.epoch,
      commitment: toHex(Uint8Array.from(row.commitment)),
      box: toBase64(Uint8Array.from(row.box)),
      savedBy: names.get(row.created_by) ?? "",
      savedAt: row.created_at.toISOString(),
      lookedAt: row.looked_at.toISOString(),
      newVolumes: [...row.volumes],
    }));
    return { items, next: null };
  });
}
