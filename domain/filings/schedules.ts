import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { ReportKind } from "@/domain/reports/schema";
import { listScheduled } from "./data";
import type { Schedule } from "./schema";

/** How often each kind of report is made; `never` for those that nobody set. */
export async function listSchedules(actor: Actor): Promise<readonly Schedule[]> {
  const rows = await look(actor, "audit:read", listScheduled);
  return ReportKind.options.map((kind) => {
    const row = rows.find((one) => one.kind === kind);
    return { kind, every: row?.every ?? "never", since: row?.since ?? "", setAt: row?.set_at.toISOString() ?? "" };
  });
}
