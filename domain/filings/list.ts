import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { type Page, pageFrom } from "@/lib/page";
import { listReportRows, type ReportRow } from "./data";
import type { ListReports, ReportCard } from "./schema";

/** The reports of the matter, the newest first: those made, and those that wait to be made. */
export async function listReports(actor: Actor, input: ListReports): Promise<Page<ReportCard>> {
  const rows = await look(actor, "audit:read", (tx, permit) => listReportRows(tx, permit, input));
  return pageFrom(rows.map(cardOf), input.limit);
}

export function cardOf({ id, kind, first_day, last_day, cause, asked_at, made_at, sha256, size, entry_id }: ReportRow): ReportCard {
  const made = made_at && sha256 ? { at: made_at.toISOString(), sha256, size: Number(size), entry: String(entry_id) } : null;
  return { id, kind, from: first_day, to: last_day, cause, askedAt: asked_at.toISOString(), made };
}
