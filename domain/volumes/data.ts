import type { Permit } from "@/domain/access/permit";
import { IntakeReport } from "@/domain/intake/schema";
import { SpanReport } from "@/domain/masking/schema";
import type { Tx } from "@/lib/db";
import { coarsened } from "./coarsen";
import { listDeletions } from "./deletion-data";
import type { Deletion } from "./deletion-schema";
import type { OutOfFrame, Rejection, Volume, VolumeDetail } from "./schema";

type Row = Awaited<ReturnType<typeof rows>>[number];

export async function listVolumeRows(tx: Tx, permit: Permit<"volume:read">): Promise<Volume[]> {
  const deletions = await listDeletions(tx, permit);
  const all = await rows(tx, permit);
  return all.map((row) => volumeOf(row, all, deletions.get(row.id)));
}

export async function findVolumeRow(tx: Tx, permit: Permit<"volume:read">, id: string): Promise<VolumeDetail | null> {
  const all = await rows(tx, permit);
  const row = all.find((one) => String(one.id) === id) ?? all.find(({ name }) => name === id);
  if (!row) return null;
  const report = IntakeReport.safeParse(row.report);
  const [found] = await tx.$queryRaw<[{ report: unknown }]>`SELECT api.span_report(${row.id}::int) AS report`;
  const spans = SpanReport.safeParse(found.report);
  return {
    ...volumeOf(row, all, (await listDeletions(tx, permit)).get(row.id)),
    frame: (row.frame as VolumeDetail["frame"]) ?? null,
    hashList: (row.hashList as VolumeDetail["hashList"]) ?? null,
    intakeReport: report.success ? shownTo(permit, report.data) : null,
    deidReport: spans.success ? spans.data : null,
  };
}

// Who reviews is shown no class of metadata that is smaller than the order says; who loaded the volume, and the court, read what was counted.
function shownTo({ actor }: Permit<"volume:read">, report: IntakeReport): IntakeReport {
  if (actor.side === "host" || actor.side === "court") return report;
  const minimum = actor.order.settings.metadataMinimum;
  const [models, languages, months, lengths] = [report.models, report.languages, report.months, report.lengths].map((counts) =>
    coarsened(counts, minimum),
  );
  return { ...report, models: models ?? {}, languages: languages ?? {}, months: months ?? {}, lengths: lengths ?? {} };
}

/** Rejections after one of them, at most `limit`, and what to send for the next ones; null at the end. */
export async function listRejectionRows(tx: Tx, _permit: Permit<"volume:read">, volume: number, after: string | undefined, limit: number) {
  const [delivery = 0, ordinal = 0] = after?.split("-").map(Number) ?? [];
  const rows = await tx.$queryRaw<
    { delivery: number; ordinal: number; file: string; line: number; byte_offset: number; byte_length: number; reason: string }[]
  >`
    SELECT * FROM api.volume_rejections(${volume}::int, ${delivery}::int, ${ordinal}::int, ${limit + 1}::int)`;
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items: Rejection[] = shown.map((row) => ({
    ...{
      file: row.file,
      ordinal: row.ordinal,
      line: row.line,
      byteOffset: row.byte_offset,
      byteLength: row.byte_length,
      reason: row.reason,
    },
  }));
  return { items, next: rows.length > limit && last ? `${last.delivery}-${last.ordinal}` : null };
}

export type Counted = { readonly month: string; readonly model: string; readonly language: string; readonly conversations: number };

/** How many conversations the sealed volumes have by month, model and language, as they were counted: too fine to be shown. */
export function listStatistics(tx: Tx, _permit: Permit<"volume:read">): Promise<Counted[]> {
  return tx.$queryRaw<Counted[]>`SELECT month, model, language, conversations::int FROM api.statistics()`;
}

/** Conversations outside of the frame after one of them, at most `limit`, and what to send for the next ones; null at the end. */
export async function listOutsideRows(tx: Tx, _permit: Permit<"volume:read">, volume: number, after: number, limit: number) {
  const rows = await tx.$queryRaw<{ number: number; control_number: string; why: OutOfFrame["why"] }[]>`
    SELECT * FROM api.out_of_frame(${volume}::int, ${after}::int, ${limit + 1}::int)`;
  const shown = rows.slice(0, limit);
  const items: OutOfFrame[] = shown.map(({ control_number, why }) => ({ controlNumber: control_number, why }));
  return { items, next: rows.length > limit ? String(shown.at(-1)?.number ?? 0) : null };
}

// Row-level security gives the volumes of the actor's matter; what is not sealed yet is the host's affair.
function rows(tx: Tx, { actor }: Permit<"volume:read">) {
  return tx.volume.findMany({ where: actor.side === "host" ? {} : { state: { not: "loading" } }, orderBy: { id: "asc" } });
}

function volumeOf(row: Row, all: readonly Row[], deletion: Deletion | undefined): Volume {
  const number = (n: number) => `${row.controlPrefix}-${String(n).padStart(9, "0")}`;
  return {
    id: String(row.id),
    name: row.name,
    controlPrefix: row.controlPrefix,
    state: row.state === "sealed" || row.state === "deleted" ? row.state : "loading",
    disclosure: row.disclosure,
    tier: row.tier,
    designated: row.designated,
    source: row.source,
    producingParty: row.producingParty,
    orderReference: row.orderReference,
    deidTool: row.deidTool,
    deidVersion: row.deidVersion,
    conversations: row.size,
    firstControlNumber: row.size > 0 ? number(1) : null,
    lastControlNumber: row.size > 0 ? number(row.size) : null,
    createdAt: row.createdAt.toISOString(),
    sealedAt: row.sealedAt?.toISOString() ?? null,
    supersedes: all.find(({ id }) => id === row.supersedesId)?.name ?? null,
    supersededBy: all.find(({ supersedesId }) => supersedesId === row.id)?.name ?? null,
    superseded: row.superseded,
    deletion: deletion ?? null,
  };
}
