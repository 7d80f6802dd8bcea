import { handler } from "@/app/handler";
import { askReport } from "@/domain/filings/ask";
import { listReports } from "@/domain/filings/list";
import { AskReport, ListReports } from "@/domain/filings/schema";

export const GET = handler(ListReports, listReports);
export const POST = handler(AskReport, askReport, { created: true });
