import type { Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { DrawReading, MarkReading, Stratum } from "./schema";

export type Frame =
  | { readonly outcome: "not_found" }
  | { readonly outcome: "readers" }
  | { readonly outcome: "unsearched" }
  | { readonly outcome: "unkept" }
  | {
      readonly outcome: "done";
      readonly volume: number;
      readonly name: string;
      readonly prefix: string;
      readonly tier: number;
      readonly people: readonly string[];
      readonly strata: readonly (readonly [string, number])[];
    };

export async function frameOf(tx: Tx, _permit: Permit<"reading:draw">, { volume, by, first, second, adjudicator }: DrawReading) {
  const [row] = await tx.$queryRaw<
    [{ frame: Frame }]
  >`SELECT api.reading_frame(${volume}, ${by}::text[], ${[first, second, adjudicator]}::text[]) AS frame`;
  return row.frame;
}

export type Drawn = readonly (readonly [stratum: string, of: number, drawn: number])[];

export async function insertReading(
  tx: Tx,
  _permit: Permit<"reading:draw">,
  frame: Extract<Frame, { outcome: "done" }>,
  drawn: Drawn,
  { seed, by }: { readonly seed: string; readonly by: readonly Stratum[] },
) {
  const [row] = await tx.$queryRaw<[{ id: string | null }]>`SELECT api.draw_reading(${frame.volume}::smallint, ${seed}, ${[...by]}::text[],
    ${frame.tier}::smallint, ${JSON.stringify(drawn)}::jsonb, ${[...frame.people]}::uuid[]) AS id`;
  return row.id;
}

export async function markUnit(tx: Tx, _permit: Permit<"reading:mark">, { id, conversation, leak }: MarkReading) {
  const [row] = await tx.$queryRaw<
    [{ outcome: "done" | "not_found" | "unread" | "marked" | "agreed" }]
  >`SELECT api.mark_reading(${id}::uuid, ${conversation}, ${leak}) AS outcome`;
  return row.outcome;
}

export type ReadingRow = {
  readonly id: string;
  readonly volume: string;
  readonly seed: string;
  readonly by: Stratum[];
  readonly frame: Drawn | null;
  readonly of: number;
  readonly size: number;
  readonly drawnAt: string;
  readonly drawnBy: string;
  readonly readers: string[];
  readonly strata: readonly { readonly stratum: string; readonly known: number; readonly leaks: number }[] | null;
  readonly pairs: readonly [number, number, number, number] | null;
  readonly todo: string[] | null;
};

export async function listOfReadings(tx: Tx, _permit: Permit<"reading:read">, volume: string | null): Promise<ReadingRow[]> {
  const rows = await tx.$queryRaw<{ row: ReadingRow }[]>`SELECT r AS row FROM api.readings(${volume}) r`;
  return rows.map(({ row }) => row);
}
