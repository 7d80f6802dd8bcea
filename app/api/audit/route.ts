import { handler } from "@/app/handler";
import { readLog } from "@/domain/audit/read";
import { ReadLog } from "@/domain/audit/schema";

export const GET = handler(ReadLog, readLog);
