import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { lift, type Outcome } from "./lifted-data";
import type { CoverLifted, LiftCover } from "./lifted-schema";

/**
 * Lifts a placeholder that a search put somewhere, wherever it stands in a conversation: by counsel of the producing side, or for it by the host's custodian.
 * No later search puts it back.
 */
export function liftCover(actor: Actor, asked: LiftCover): Promise<CoverLifted> {
  const { label, wrong, reason } = asked;
  const told = { object: `conversation:${asked.conversationId}`, detail: { label, wrong, reason } };
  return act(actor, "redaction:lift", told, async (tx, permit) => {
    const { id, type, places } = done(await lift(tx, permit, asked));
    return { result: { id, label, type, places }, detail: { ...told.detail, type, places } };
  });
}

const sentences = {
  wrong_side: ["refused", "The producing side and its host lift what is covered in what they delivered."],
  nothing: ["conflict", "No search put this placeholder there. What a person masked is lifted under Redactions, by its own entry."],
  quotes: ["invalid", "The reason repeats what is covered. Say why without those words: the court and both sides read it."],
} as const;

function done(made: Outcome) {
  if (made.outcome === "done") return made;
  if (made.outcome === "not_found") throw notFound();
  const [code, sentence] = sentences[made.outcome];
  throw new DomainError(code, sentence, { rule: made.outcome });
}
