import { handler } from "@/app/handler";
import { readReport } from "@/domain/filings/read";
import { ReadReport } from "@/domain/filings/schema";

export const GET = handler(ReadReport, readReport);
