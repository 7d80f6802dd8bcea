import type { Actor, Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { OnRecord } from "./data";
import type { RunState } from "./schema";

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
