import * as z from "zod";
import { attachment } from "@/app/download";
import { handler } from "@/app/handler";
import { exportLog, filesOf } from "@/domain/audit/export";
import { zipOf } from "@/lib/zip";

export const GET = handler(z.object({}), async (actor) => {
  const at = new Date();
  const exported = await exportLog(actor, at);
  return attachment(zipOf(filesOf(exported), at), { name: `log-${at.toISOString().slice(0, 10)}.zip`, type: "application/zip" });
});
