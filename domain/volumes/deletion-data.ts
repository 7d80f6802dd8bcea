import type pg from "pg";
import type { HoldNotice, Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import { DeletedConversation, Deletion } from "./deletion-schema";

type Outcome = {
  readonly outcome: "done" | "not_found" | "loading" | "deleted" | "held" | "requested" | "supersedes" | "not_requested" | "same_side";
  readonly volume?: string;
  readonly prefix?: string;
  readonly conversations?: number;
  readonly holds?: readonly HoldNotice[];
};
type Decided = Outcome & {
  readonly decision?: string;
  readonly reason?: string;
  readonly authority?: string;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly files?: readonly unknown[];
};

/** Writes down that a volume is to be deleted, within the transaction of its entry. */
export async function insertRequest(tx: Tx, _permit: Permit<"volume:request-deletion">, id: string, reason: string, authority: string) {
  const [row] = await tx.$queryRaw<[{ made: Outcome }]>`SELECT api.request_volume_deletion(${id}, ${reason}, ${authority}) AS made`;
  return row.made;
}

/** Puts a volume beyond everybody's reach, within the transaction of its entry. What it consists of goes afterwards. */
export async function approve(tx: Tx, _permit: Permit<"volume:approve-deletion">, id: string) {
  const [row] = await tx.$queryRaw<[{ made: Decided }]>`SELECT api.decide_volume_deletion(${id}, 'approved', NULL) AS made`;
  return row.made;
}

export async function refuse(tx: Tx, _permit: Permit<"volume:refuse-deletion">, id: string, reason: string) {
  const [row] = await tx.$queryRaw<[{ made: Decided }]>`SELECT api.decide_volume_deletion(${id}, 'refused', ${reason}) AS made`;
  return row.made;
}

/** The last request to delete each volume of the matter, by the volume's id. */
export async function listDeletions(tx: Tx, _permit: Permit<"volume:read">): Promise<ReadonlyMap<number, Deletion>> {
  const rows = await tx.$queryRaw<{ volume_id: number; deletion: unknown }[]>`SELECT * FROM api.volume_deletions()`;
  return new Map(rows.map(({ volume_id, deletion }) => [volume_id, Deletion.parse(deletion)]));
}

/** What is said of a conversation that was deleted with its volume; null where it was not. */
export async function findDeleted(tx: Tx, _permit: Permit<"conversation:view">, id: string): Promise<DeletedConversation | null> {
  const [row] = await tx.$queryRaw<[{ deleted: unknown }]>`SELECT api.deleted_conversation(${id}) AS deleted`;
  return DeletedConversation.nullable().parse(row.deleted);
}

/** Takes one partition of a deleted volume out of the database, in a transaction of its own. Null where there is nothing left to take. */
export async function purgeNext(client: pg.Client): Promise<{ readonly volume: string; readonly left: number } | null> {
  const { rows } = await client.query("SELECT api.purge_next_part() AS purged");
  return rows[0].purged;
}
