import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { documentOf, type Report } from "@/domain/reports/compile";
import { spanOf } from "@/domain/reports/exported";
import type { ReportKind } from "@/domain/reports/schema";
import { reportFrom } from "@/domain/reports/source";
import { frameFor } from "./frame";
import { linesFor } from "./lines";
import type { AskReport } from "./schema";

/**
 * Makes a report at once, from what of the log is sequenced, and keeps nothing of it but its entry: kind, days and hash. It is not signed:
 * the key of the log is not here. Permission is asked for each page that is read.
 */
export async function compileNow<K extends ReportKind>(
  actor: Actor,
  { kind, from, to }: AskReport & { readonly kind: K },
): Promise<Report<K>> {
  const { matter, log } = await frameFor(actor);
  const report = await reportFrom(linesFor(actor), kind, { matter, period: spanOf({ from, to }), log });
  const { sha256 } = documentOf(report);
  await act(actor, "report:ask", { detail: { kind, from, to, size: log.size, sha256 } }, async () => ({ result: null }));
  return report;
}
