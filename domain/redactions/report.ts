import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { wordOf } from "@/domain/masking/memory";
import { report } from "./data";
import type { Made, ReportLeak } from "./schema";
import { searchElsewhere } from "./search-elsewhere";
import { done, objectOf } from "./step";

/**
 * Masks a stretch that the de-identification missed, for everyone at once. The log says where it is and of which class, never what it said, nor
 * the reason, which is kept beside the redaction. Then the same words are looked for in every conversation of the matter.
 */
export async function reportLeak(actor: Actor, leak: ReportLeak): Promise<Made> {
  const { conversationId: conversation, turn, type } = leak;
  const told = { object: objectOf({ conversation, turn }), detail: { turn, type } };
  const made = await act(actor, "redaction:report", told, async (tx, permit) => {
    const { id, first, length, label, already, versions } = done(
      await report(tx, permit, leak, type === "OTHER" ? "REDACTED" : wordOf(type)),
    );
    return {
      result: { id, label, already },
      detail: { ...told.detail, redaction: id, first, length, already, ...(versions && { versions }) },
    };
  });
  if (!made.already) void searchElsewhere(actor, made.id);
  return made;
}
