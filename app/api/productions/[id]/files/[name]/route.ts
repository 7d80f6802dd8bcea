import { attachment } from "@/app/download";
import { handler } from "@/app/handler";
import { downloadFile } from "@/domain/productions/download";
import { DownloadFile } from "@/domain/productions/schema";

export const GET = handler(DownloadFile, async (actor, input) => {
  const { name, body } = await downloadFile(actor, input);
  return attachment(body, { name, type: "application/octet-stream" });
});
