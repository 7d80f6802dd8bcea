import { handler } from "@/app/handler";
import { listTermReports } from "@/domain/terms/list";
import { makeTermReport } from "@/domain/terms/make";
import { MakeTermReport } from "@/domain/terms/schema";
import { Paging } from "@/lib/page";

export const GET = handler(Paging, listTermReports);
export const POST = handler(MakeTermReport, makeTermReport, { created: true, bytes: 4_194_304 });
