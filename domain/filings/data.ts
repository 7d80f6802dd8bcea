import type { Permit } from "@/domain/access/permit";
import type { ReportFrame } from "@/domain/reports/compile";
import type { Line } from "@/domain/reports/line";
import type { Every, ReportKind } from "@/domain/reports/schema";
import type { Before, Within } from "@/domain/reports/source";
import type { Tx } from "@/lib/db";
import { Prisma } from "@/prisma/client/client";
import type { AskReport, ListReports, ReportCard } from "./schema";

type Reads = Permit<"audit:read">;

/** The matter's name, and its log as far as it is sequenced; a log that was never sequenced has the size 0. */
export async function findFrame(tx: Tx, { actor }: Reads): Promise<Omit<ReportFrame, "period">> {
  const [row] = await tx.$queryRaw<[{ id: string; slug: string; caption: string; origin: string | null; size: bigint | null }]>`
    SELECT m.id::text, m.slug, m.caption, t.origin, t.size FROM access.matter m LEFT JOIN audit.tree t ON t.log_id = m.id
    WHERE m.id = ${actor.matter}::uuid`;
  const { origin, size, ...matter } = row;
  return { matter, log: { origin, size: Number(size ?? 0) } };
}

export function listWithin(tx: Tx, _permit: Reads, { size, from, until, actions, refused, after, limit }: Within): Promise<Line[]> {
  return tx.$queryRaw<Line[]>`SELECT * FROM api.lines(${size}::bigint, ${from}::timestamptz, ${until}::timestamptz, ${textArray(actions)},
    ${refused}, ${after?.at ?? null}::timestamptz, ${after ? BigInt(after.id) : null}::bigint, ${limit}::int)`;
}

export function listBefore(tx: Tx, _permit: Reads, { size, until, actions, after, limit }: Before): Promise<Line[]> {
  return tx.$queryRaw<Line[]>`SELECT * FROM api.lines_of(${size}::bigint, ${until}::timestamptz, ${textArray(actions)},
    ${BigInt(after?.id ?? 0)}::bigint, ${limit}::int)`;
}

function textArray(values: readonly string[] | null) {
  return values ? Prisma.sql`${[...values]}::text[]` : Prisma.sql`NULL::text[]`;
}

export async function insertReport(tx: Tx, _permit: Permit<"report:ask">, { kind, from, to }: AskReport): Promise<string> {
  const [row] = await tx.$queryRaw<[{ id: string }]>`SELECT api.ask_report(${kind}, ${from}::date, ${to}::date)::text AS id`;
  return row.id;
}

export async function insertSchedule(
  tx: Tx,
  _permit: Permit<"oversight:set">,
  kind: ReportKind,
  every: Every,
  since: string,
): Promise<void> {
  await tx.$queryRaw`SELECT api.set_schedule(${kind}, ${every}, ${since}::date)::text`;
}

export type ScheduleRow = { readonly kind: ReportKind; readonly every: Every; readonly since: string; readonly set_at: Date };

export function listScheduled(tx: Tx, { actor }: Reads): Promise<ScheduleRow[]> {
  return tx.$queryRaw<ScheduleRow[]>`SELECT DISTINCT ON (kind) kind, every, since::text, set_at FROM oversight.schedule
    WHERE matter_id = ${actor.matter}::uuid ORDER BY kind, id DESC`;
}

export type ReportRow = {
  readonly id: string;
  readonly kind: ReportKind;
  readonly first_day: string;
  readonly last_day: string;
  readonly cause: ReportCard["cause"];
  readonly asked_at: Date;
  readonly made_at: Date | null;
  readonly sha256: string | null;
  readonly size: bigint | null;
  readonly entry_id: bigint | null;
};

const columns = Prisma.sql`r.id::text, r.kind, r.first_day::text, r.last_day::text, r.cause, r.asked_at, d.made_at, encode(d.sha256, 'hex') AS sha256,
  d.size, d.entry_id`;

/** Reports asked for, the newest first, one more than asked for. */
export function listReportRows(tx: Tx, { actor }: Reads, { kind, after, limit }: ListReports): Promise<ReportRow[]> {
  const conditions = [
    Prisma.sql`r.matter_id = ${actor.matter}::uuid`,
    ...(kind ? [Prisma.sql`r.kind = ${kind}`] : []),
    ...(after ? [Prisma.sql`(r.asked_at, r.id) < (SELECT a.asked_at, a.id FROM oversight.report a WHERE a.id = ${after}::uuid)`] : []),
  ];
  return tx.$queryRaw<ReportRow[]>`SELECT ${columns} FROM oversight.report r LEFT JOIN oversight.report_made d ON d.report_id = r.id
    WHERE ${Prisma.join(conditions, " AND ")} ORDER BY r.asked_at DESC, r.id DESC LIMIT ${limit + 1}`;
}

export type WholeReport = ReportRow & {
  readonly document: string | null;
  readonly note: string | null;
  readonly checkpoint: string | null;
};

export async function findReport(tx: Tx, { actor }: Reads, id: string): Promise<WholeReport | null> {
  const [row] = await tx.$queryRaw<WholeReport[]>`SELECT ${columns}, d.document, d.note, d.checkpoint
    FROM oversight.report r LEFT JOIN oversight.report_made d ON d.report_id = r.id WHERE r.id = ${id}::uuid AND r.matter_id = ${actor.matter}::uuid`;
  return row ?? null;
}
