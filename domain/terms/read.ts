import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { namesOf } from "@/domain/people/names";
import { filtersFrom } from "@/domain/search/filters";
import { PARSER_VERSION } from "@/domain/search/version";
import { toHex } from "@/lib/bytes";
import { notFound } from "@/lib/errors";
import { findOwnReport, type ReportRow } from "./data";
import type { ReadTermReport, TermReport } from "./schema";

/** A search term report of the own side, without its terms. Another side's, and one for a higher clearance, is not there. */
export function readTermReport(actor: Actor, { id }: ReadTermReport): Promise<TermReport> {
  return look(actor, "set:read", async (tx, permit) => {
    const row = await findOwnReport(tx, permit, id);
    if (!row) throw notFound();
    return reportOf(row, await namesOf(tx, permit, [row.created_by]));
  });
}

/** A row as its side sees it, with the name of who made it. */
export function reportOf(row: ReportRow, names: ReadonlyMap<string, string>): TermReport {
  const hex = (bytes: Uint8Array) => toHex(Uint8Array.from(bytes));
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    tier: row.tier,
    filters: filtersFrom(row.filters),
    setName: row.set_name,
    turns: row.by_turn,
    terms: row.terms,
    problems: row.problems,
    repeated: row.repeated,
    emptyLines: row.empty_lines,
    total: row.total,
    looked: row.looked,
    hits: row.hits,
    shared: row.shared,
    cut: row.cut,
    costMs: row.cost_ms,
    dataVersion: hex(row.data_version),
    parserVersion: row.parser_version,
    outOfDate: row.changed ? "data" : row.parser_version === PARSER_VERSION ? null : "parser",
    sha256: row.sha256 && hex(row.sha256),
    createdBy: names.get(row.created_by) ?? "",
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
