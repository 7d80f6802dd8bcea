import type { Side } from "@/domain/access/permissions";
import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { type Page, pageFrom } from "@/lib/page";
import { listMatterHolds } from "./data";
import type { Deed, Hold, ListHolds } from "./schema";

/** The holds of the matter, newest first, released ones with them: a hold binds everyone, so everyone who reads may see it. */
export function listHolds(actor: Actor, input: ListHolds): Promise<Page<Hold>> {
  return look(actor, "hold:read", async (tx, permit) => {
    const rows = await listMatterHolds(tx, permit, input);
    const people = rows.flatMap((row) => [row.placedBy, row.releaseRequestedBy, row.releasedBy]).filter((id) => id !== null);
    const names = await namesOf(tx, permit, people);
    return pageFrom(
      rows.map((row) => holdOf(row, names)),
      input.limit,
    );
  });
}

type Row = Awaited<ReturnType<typeof listMatterHolds>>[number];

function holdOf(row: Row, names: ReadonlyMap<string, string>): Hold {
  const deed = (by: string | null, side: Side | null, at: Date | null): Deed | null =>
    by && side && at ? { by: names.get(by) ?? "", side, at: at.toISOString() } : null;
  const requested = deed(row.releaseRequestedBy, row.releaseRequestedSide, row.releaseRequestedAt);
  const released = deed(row.releasedBy, row.releasedSide, row.releasedAt);
  return {
    id: row.id,
    scope: row.scope as Hold["scope"],
    target: row.target,
    reason: row.reason,
    authority: row.authority,
    state: released ? "released" : requested ? "release_requested" : "in_force",
    placed: { by: names.get(row.placedBy) ?? "", side: row.placedSide, at: row.placedAt.toISOString() },
    releaseRequested: requested && { ...requested, reason: row.releaseReason ?? "" },
    released,
  };
}
