import { DomainError } from "@/lib/errors";
import { CV_BYTES } from "./schema";

/** A curriculum vitae as it was sent: a PDF by its first bytes, or text in UTF-8. Its name decides nothing. Throws `invalid` and `too_large`. */
export function fileOf(base64: string): { type: "application/pdf" | "text/plain"; bytes: Uint8Array } {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length > CV_BYTES) throw new DomainError("too_large", "A curriculum vitae has at most 5 MB.");
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-") return { type: "application/pdf", bytes };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.trim() !== "" && !text.includes("\0")) return { type: "text/plain", bytes };
  } catch {
    // neither; said below
  }
  throw new DomainError("invalid", "A curriculum vitae is a PDF, or text in UTF-8.");
}
