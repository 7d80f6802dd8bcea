import * as z from "zod";
import { attachment } from "@/app/download";
import { handler } from "@/app/handler";
import { exportEntries } from "@/domain/audit/export";

export const GET = handler(z.object({}), (actor) =>
  attachment(exportEntries(actor), { name: "audit.jsonl", type: "application/x-ndjson" }),
);
