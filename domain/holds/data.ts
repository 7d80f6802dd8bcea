import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import { windowOf } from "@/lib/page";
import type { ListHolds, PlaceHold } from "./schema";

/** Places a hold; `prefix` is that of the volume it is on. Null where there is no such thing to hold that the actor may see. */
export async function insertHold(
  tx: Tx,
  _permit: Permit<"hold:place">,
  { scope, target, reason, authority }: PlaceHold,
): Promise<{ id: string; prefix?: string } | null> {
  const [row] = await tx.$queryRaw<
    [{ made: { id: string; prefix?: string } | null }]
  >`SELECT api.place_hold(${scope}, ${target ?? null}, ${reason}, ${authority}) AS made`;
  return row.made;
}

/** The holds of the matter, newest first; one more than asked for. */
export function listMatterHolds(tx: Tx, _permit: Permit<"hold:read">, { inForce, ...window }: ListHolds) {
  return tx.hold.findMany({
    where: { ...(inForce && { releasedAt: null }) },
    orderBy: [{ placedAt: "desc" }, { id: "desc" }],
    ...windowOf(window),
  });
}

export async function requestRelease(tx: Tx, _permit: Permit<"hold:request-release">, id: string, reason: string) {
  const [row] = await tx.$queryRaw<
    [{ outcome: "done" | "not_found" | "released" | "requested" }]
  >`SELECT api.request_release(${id}::uuid, ${reason}) AS outcome`;
  return row.outcome;
}

export async function approveRelease(tx: Tx, _permit: Permit<"hold:approve-release">, id: string) {
  const [row] = await tx.$queryRaw<
    [{ outcome: "done" | "not_found" | "released" | "not_requested" | "same_side" }]
  >`SELECT api.approve_release(${id}::uuid) AS outcome`;
  return row.outcome;
}
