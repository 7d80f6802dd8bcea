import type { Actor, Permit } from "@/domain/access/permit";
import type { Tx } from "@/lib/db";
import type { Paging } from "@/lib/page";
import { Prisma } from "@/prisma/client/client";
import type { Lines } from "./lines";
import type { TermReportState } from "./schema";

export type ReportRow = {
  readonly id: string;
  readonly name: string;
  readonly state: TermReportState;
  readonly tier: number;
  readonly filters: Record<string, unknown>;
  readonly set_name: string | null;
  readonly by_turn: boolean;
  readonly terms: number;
  readonly problems: number;
  readonly repeated: number;
  readonly empty_lines: number;
  readonly total: number;
  readonly looked: number;
  readonly hits: number;
  readonly shared: number;
  readonly cut: boolean;
  readonly cost_ms: number;
  readonly data_version: Uint8Array;
  readonly parser_version: string;
  readonly changed: boolean;
  readonly sha256: Uint8Array | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly finished_at: Date | null;
};

const reports = Prisma.sql`SELECT r.id, r.name, r.tier::int, r.filters, s.name AS set_name, r.by_turn, r.terms, r.empty_lines, r.cut, r.data_version, r.parser_version, r.sha256,
    r.created_by, r.created_at, r.finished_at, r.total::float8 AS total, r.hits::float8 AS hits, r.shared::float8 AS shared, r.cost_ms::float8 AS cost_ms,
    CASE WHEN r.state = 'running' AND r.due_at < clock_timestamp() THEN 'interrupted' ELSE r.state END AS state,
    CASE WHEN r.state = 'done' THEN 1 ELSE least(1, r.worked::float8 / greatest(1, r.work)) END AS looked,
    (SELECT count(*)::int FROM work.report_term t WHERE t.report_id = r.id AND (t.problem IS NOT NULL OR t.failed IS NOT NULL)) AS problems,
    (SELECT count(*)::int FROM work.report_term t WHERE t.report_id = r.id AND t.same_as IS NOT NULL) AS repeated,
    b.data <> r.data_version OR (r.by_code AND b.coded IS DISTINCT FROM r.coded) AS changed
  FROM work.term_report r CROSS JOIN api.data_basis() b LEFT JOIN work.reviewed_set s ON s.id = (r.filters->>'set')::uuid`;

/** The own side's reports that one's clearance reaches, newest first; one more than asked for, so that the end is known. */
export function listOwnReports(tx: Tx, _permit: Permit<"set:read">, { after, limit }: Paging): Promise<ReportRow[]> {
  const beyond = after
    ? Prisma.sql`WHERE (r.created_at, r.id) < (SELECT x.created_at, x.id FROM work.term_report x WHERE x.id = ${after}::uuid)`
    : Prisma.empty;
  return tx.$queryRaw`${reports} ${beyond} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit + 1}`;
}

export async function findOwnReport(tx: Tx, _permit: Permit<"set:read">, id: string): Promise<ReportRow | null> {
  const rows: ReportRow[] = await tx.$queryRaw`${reports} WHERE r.id = ${id}::uuid`;
  return rows[0] ?? null;
}

export type TermRow = {
  readonly n: number;
  readonly line: number;
  readonly term: string;
  readonly reading: string | null;
  readonly same_as: number | null;
  readonly problem: string | null;
  readonly problem_at: number | null;
  readonly problem_length: number | null;
  readonly failed: string | null;
  readonly in_text: boolean;
  readonly too_long: boolean;
  readonly turns_cut: boolean;
  readonly conversations: number;
  readonly turns: number;
  readonly prompts: number;
  readonly outputs: number;
  readonly uniques: number;
};

/** Terms of a report after the nth, in the order of the list; one more than asked for. */
export function listTermRows(tx: Tx, _permit: Permit<"set:read">, report: string, after: number, limit: number): Promise<TermRow[]> {
  return tx.$queryRaw`SELECT t.n, t.line, t.term, t.reading, t.same_as, t.problem, t.problem_at, t.problem_length, t.failed, t.leaves IS NOT NULL AS in_text, t.too_long, t.turns_cut,
      (t.conversations + t.part_conversations)::float8 AS conversations, (t.turns + t.part_turns)::float8 AS turns, (t.prompts + t.part_prompts)::float8 AS prompts,
      (t.outputs + t.part_outputs)::float8 AS outputs, t.uniques::float8 AS uniques
    FROM work.report_term t WHERE t.report_id = ${report}::uuid AND t.n > ${after} ORDER BY t.n LIMIT ${limit + 1}`;
}

export type NewReport = {
  readonly name: string;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly byTurn: boolean;
  readonly byCode: boolean;
  readonly parserVersion: string;
};

/** Keeps a report that is to be worked out; null where the side has one of that name. */
export async function insertReport(
  tx: Tx,
  _permit: Permit<"search:report">,
  { name, filters, byTurn, byCode, parserVersion }: NewReport,
  { lines, empty }: Lines,
): Promise<string | null> {
  const [row] = await tx.$queryRaw<
    [{ id: string | null }]
  >`SELECT api.make_term_report(${name}, ${JSON.stringify(filters)}::jsonb, ${byTurn}, ${byCode}, ${empty}::int, ${parserVersion}, ${JSON.stringify(lines)}::jsonb) AS id`;
  return row.id;
}

/** Takes a report up again, or ends it; null where there is none for one's clearance. */
export async function turnReport(tx: Tx, _permit: Permit<"search:report">, id: string, on: boolean) {
  const [row] = await tx.$queryRaw<
    [{ turned: { state: TermReportState; parserVersion: string } | null }]
  >`SELECT api.turn_term_report(${id}::uuid, ${on}) AS turned`;
  return row.turned;
}

/** Goes on with a report for about `ms`, and says what has become of it. The statement alone may take `limit` ms. */
export async function stepReport(tx: Tx, { secret }: Actor, id: string, ms: number, limit: number): Promise<string> {
  await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(limit)}, true)`;
  const [row] = await tx.$queryRaw<[{ state: string }]>`SELECT api.step_term_report(${secret}, ${id}::uuid, ${ms}::int) AS state`;
  return row.state;
}
