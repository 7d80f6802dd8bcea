import type { Actor, HoldNotice, Permit } from "@/domain/access/permit";
import type { Opened } from "@/domain/audit/show";
import type { Turn } from "@/domain/conversations/schema";
import type { Tx } from "@/lib/db";
import { type Paging, windowOf } from "@/lib/page";
import type { AskProduction, ProductionFile } from "./schema";

export function findOwnSet(tx: Tx, _permit: Permit<"production:ask">, id: string) {
  return tx.reviewedSet.findUnique({ where: { id } });
}

/** The holds that stop a set of one's own from leaving. */
export function listHoldsOnSet(tx: Tx, _permit: Permit<"production:ask">, set: string) {
  return tx.$queryRaw<HoldNotice[]>`SELECT id::text, scope, authority FROM api.holds_on_set(${set}::uuid)`;
}

/** Enters a production that is now being written. Null where the own side has one of that name. */
export async function insertProduction(tx: Tx, { actor }: Permit<"production:ask">, { setId, name, formats, reason }: AskProduction) {
  const [row] = await tx.$queryRaw<
    { id: string }[]
  >`INSERT INTO release.production (matter_id, side, set_id, name, formats, reason, size, requested_by)
    SELECT s.matter_id, s.side, s.id, ${name}, ${formats}, ${reason}, s.size, ${actor.person}::uuid FROM work.reviewed_set s WHERE s.id = ${setId}::uuid
    ON CONFLICT (matter_id, side, name) DO NOTHING RETURNING id`;
  return row?.id ?? null;
}

/** The own side's productions, newest first; one more than asked for. */
export function listOwnProductions(tx: Tx, _permit: Permit<"production:read">, window: Paging) {
  return tx.production.findMany({
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    ...windowOf(window),
  });
}

export function findOwnProduction(tx: Tx, _permit: Permit<"production:read">, id: string) {
  return tx.production.findUnique({ where: { id } });
}

/** Ends the productions of the own side that nobody writes any more; answers which. */
export async function endLeft(tx: Tx, _permit: Permit<"production:read">): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT x::text AS id FROM api.end_left_productions() x`;
  return rows.map(({ id }) => id);
}

/** A member that left as its newer version, by their numbers. */
export type Replaced = { readonly member: string; readonly written: string };
/** `docnos` are members of the set, `newest` what is written of them: fewer, where a set has two versions of one conversation. */
export type Chunk = { readonly docnos: readonly number[]; readonly newest: readonly number[]; readonly replaced: readonly Replaced[] };

/** Opens the next conversations for writing: permission, session and holds are asked, and the entry is committed, when this returns. */
export async function openExport(tx: Tx, secret: string, production: string, after: number | null, written: number, limit: number) {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<Chunk> }]
  >`SELECT api.open_export(${secret}, ${production}::uuid, ${after}::int, ${written}::int, ${limit}::int) AS opened`;
  return row.opened;
}

export type Card = {
  readonly controlNumber: string;
  readonly volume: string;
  readonly model: string | null;
  readonly language: string | null;
  readonly month: string | null;
  readonly tier: number;
  readonly withdrawn?: boolean;
};
type Said = Omit<Turn, "turn" | "withheld"> & { readonly withheld?: number };
export type Exported = { readonly card: Card | null; readonly turns: readonly Said[] | null };

export function readExport(tx: Tx, permit: Permit<"production:ask">, ticket: bigint) {
  return tx.$queryRaw<Exported[]>`SELECT * FROM api.read_export(${permit.actor.secret}, ${ticket})`;
}

export type Ended = "ready" | "held" | "failed" | "unauthenticated" | null;

/** Ends the writing and says what the production became: a hold placed meanwhile turns "ready" into "held". */
export async function finish(
  tx: Tx,
  secret: string,
  production: string,
  state: "ready" | "held" | "failed",
  files: readonly ProductionFile[],
  failure: string | null,
) {
  const [row] = await tx.$queryRaw<
    [{ ended: Ended }]
  >`SELECT api.finish_production(${secret}, ${production}::uuid, ${state}, ${JSON.stringify(files)}::jsonb, ${failure}) AS ended`;
  return row.ended;
}

/** Opens a download: the holds are asked again at this moment, and the entry is committed, when this returns. */
export async function openDownload(tx: Tx, { secret, request }: Actor, production: string, file: string) {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<{ readonly file: ProductionFile }> }]
  >`SELECT api.open_download(${secret}, ${production}::uuid, ${file}, ${request ?? null}::uuid) AS opened`;
  return row.opened;
}

/** Why a download that is under way must stop, or null. */
export async function stopDownload(tx: Tx, secret: string, ticket: bigint) {
  const [row] = await tx.$queryRaw<[{ reason: string | null }]>`SELECT api.stop_download(${secret}, ${ticket}) AS reason`;
  return row.reason;
}
