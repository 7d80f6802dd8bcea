import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { findReport } from "./data";
import { cardOf } from "./list";
import type { ReadReport, ReportDetail } from "./schema";

/** A report with its document, its signature, and the checkpoint that covers it; all null while it waits. Throws `not_found`. */
export async function readReport(actor: Actor, { id }: ReadReport): Promise<ReportDetail> {
  const row = await look(actor, "audit:read", (tx, permit) => findReport(tx, permit, id));
  if (!row) throw notFound();
  const { document, note, checkpoint } = row;
  return { ...cardOf(row), document, note, checkpoint };
}
