import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { CoverLifted, LiftCover, LiftedCover, ListLifted } from "./lifted-schema";

export type Outcome =
  | { readonly outcome: "not_found" | "wrong_side" | "nothing" | "quotes" }
  | ({ readonly outcome: "done"; readonly conversation: string } & CoverLifted);

export async function lift(tx: Tx, _permit: Permit<"redaction:lift">, { conversationId, label, wrong, reason }: LiftCover) {
  const [row] = await tx.$queryRaw<[{ made: Outcome }]>`SELECT api.lift_cover(${conversationId}, ${label}, ${wrong}, ${reason}) AS made`;
  return row.made;
}

/** The newest first; one more than asked for. */
export async function listOfLifted(tx: Tx, _permit: Permit<"redaction:read">, { after, limit }: ListLifted): Promise<LiftedCover[]> {
  const rows = await tx.$queryRaw<
    { row: LiftedCover }[]
  >`SELECT r AS row FROM api.lifted_covers(${after ?? null}::uuid, ${limit + 1}::int) r`;
  return rows.map(({ row }) => ({ ...row, lifted: { ...row.lifted, at: new Date(row.lifted.at).toISOString() } }));
}
