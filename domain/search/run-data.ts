import type { Actor, Permit } from "@/domain/access/permit";
import type { Opened } from "@/domain/audit/show";
import type { Tx } from "@/lib/db";
import type { Asked, Found, OnRecord } from "./data";
import type { RunState, Sort, Way } from "./schema";

/** A search as the database carries it out. `lookedAt` of `total` conversations so far. */
export type Run = {
  readonly id: string;
  readonly state: RunState;
  readonly total: number;
  readonly lookedAt: number;
  readonly hits: number;
  readonly costMs: number;
  readonly sha256: string | null;
  readonly entry: string;
};
export type Counted = Run & { readonly facets: readonly { facet: string; value: string; n: number }[] };

/** Begins the search of a question that is on record, or finds the one of this session that answers it. */
export async function startRun(tx: Tx, { actor }: Permit<"conversation:count">, { ticket, salt, body }: OnRecord): Promise<Run> {
  const [row] = await tx.$queryRaw<[{ run: Run }]>`SELECT api.start_run(${actor.secret}, ${ticket}, ${salt}, ${body}) AS run`;
  return row.run;
}

/** Goes on with a run for about `ms`; null where there is none by that name. The statement alone may take `limit` ms. */
export async function stepRun(tx: Tx, { secret }: Actor, id: string, { salt, body }: OnRecord, ms: number, limit: number) {
  await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(Math.max(1, Math.round(limit)))}, true)`;
  const [row] = await tx.$queryRaw<[{ run: Run | null }]>`SELECT api.step_run(${secret}, ${id}::uuid, ${salt}, ${body}, ${ms}::int) AS run`;
  return row.run;
}

export async function endRun(tx: Tx, { secret }: Actor, id: string, state: "cancelled" | "too_long"): Promise<Run | null> {
  const [row] = await tx.$queryRaw<[{ run: Run | null }]>`SELECT api.end_run(${secret}, ${id}::uuid, ${state}) AS run`;
  return row.run;
}

/** How far a run is, and what it has counted so far. */
export async function readRun(tx: Tx, { actor }: Permit<"conversation:count">, id: string): Promise<Counted | null> {
  const [row] = await tx.$queryRaw<[{ run: Counted | null }]>`SELECT api.read_run(${actor.secret}, ${id}::uuid) AS run`;
  return row.run;
}

// The question as the database keys runs by it.
const keyOf = ({ question, filters }: Asked) => JSON.stringify({ question, filters });

/** The run of this session that answers a question, when there is one that still holds. */
export async function findRun(tx: Tx, { actor }: Permit<"conversation:count">, asked: Asked): Promise<Run | null> {
  const [row] = await tx.$queryRaw<[{ run: Run | null }]>`SELECT api.find_run(${actor.secret}, ${keyOf(asked)}::jsonb) AS run`;
  return row.run;
}

/** Opens a page at a rank, from 0, of what answers a question on record and was counted. */
export async function openPage(
  tx: Tx,
  { secret, request }: Actor,
  { ticket, salt, body }: OnRecord,
  page: { readonly sort: Sort; readonly offset: number; readonly limit: number },
): Promise<Opened<Found>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<Found> }]
  >`SELECT api.open_page(${secret}, ${ticket}, ${salt}, ${body}, ${page.sort}, ${page.offset}::bigint, ${page.limit}::int, ${request ?? null}::uuid) AS opened`;
  return row.opened;
}

export type Place = { readonly rank: number | null; readonly total: number };

/** Where a conversation stands among the answers, from 1; null where they are not counted. */
export async function readPlace(tx: Tx, { actor }: Permit<"conversation:count">, asked: Asked, sort: Sort, id: string) {
  const [row] = await tx.$queryRaw<
    [{ place: Place | null }]
  >`SELECT api.read_place(${actor.secret}, ${keyOf(asked)}::jsonb, ${sort}, ${id}) AS place`;
  return row.place;
}

/** Opens the way from one conversation to another among the answers of a question on record. `total`: how many answer. */
export async function openStep(tx: Tx, { secret, request }: Actor, asked: Asked, sort: Sort, id: string, way: Way): Promise<Opened<Found>> {
  const [row] = await tx.$queryRaw<
    [{ opened: Opened<Found> }]
  >`SELECT api.open_step(${secret}, ${keyOf(asked)}::jsonb, ${sort}, ${id}, ${way}, ${request ?? null}::uuid) AS opened`;
  return row.opened;
}

export async function readStep(tx: Tx, { actor }: Permit<"conversation:search">, ticket: bigint) {
  const [row] = await tx.$queryRaw<
    [{ step: { controlNumber: string; rank: number } | null }]
  >`SELECT api.read_step(${actor.secret}, ${ticket}) AS step`;
  return row.step;
}
