import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { Arrival, AskIntake } from "./schema";

type Run = Permit<"intake:run">;

/** Null where an intake of this volume was asked for and has not ended. */
export async function insertArrival(tx: Tx, _permit: Run, { volume, files, ...options }: AskIntake): Promise<string | null> {
  const [row] = await tx.$queryRaw<[{ id: string | null }]>`
    SELECT api.ask_intake(${volume}, ${JSON.stringify(files)}::jsonb, ${JSON.stringify(options)}::jsonb) AS id`;
  return row.id;
}

/** The volume whose intake is to stop; null where there is none that runs or waits. */
export async function cancelArrival(tx: Tx, _permit: Run, id: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<[{ volume: string | null }]>`SELECT api.cancel_intake(${id}::uuid) AS volume`;
  return row.volume;
}

export async function listArrivalRows(tx: Tx, _permit: Run): Promise<Arrival[]> {
  const rows = await tx.$queryRaw<{ row: Arrival }[]>`SELECT r AS row FROM api.arrivals() r`;
  return rows.map(({ row }) => row);
}
