import { handler } from "@/app/handler";
import type { Actor } from "@/domain/access/permit";
import { downloadReport } from "@/domain/filings/download";
import { ReportFile } from "@/domain/filings/schema";

export const GET = handler(ReportFile, async (actor: Actor, input: ReportFile) => {
  const { name, text } = await downloadReport(actor, input);
  const headers = {
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": `attachment; filename="${name}"`,
    "cache-control": "no-store",
  };
  return new Response(text, { headers: { ...headers, "x-content-type-options": "nosniff" } });
});
