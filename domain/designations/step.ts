import { DomainError, notFound } from "@/lib/errors";
import type { Made } from "./data";

const sentences = {
  tiers: "The order in force has no such tier.",
  below: "A challenge asks for a lower tier, and no turn is ever lower than its conversation.",
  challenged: "A challenge to this designation is open. It is answered or ruled on first.",
  same: "It is designated so already.",
  ended: "This was answered, or the challenge has ended already.",
  answered: "The producing side stands by the designation: it is not waived. The court rules on it.",
};

/** What was done, or the sentence for why nothing was. */
export function done<More>(made: Made<More>): { readonly outcome: "done" } & More {
  if (made.outcome === "done") return made;
  if (made.outcome === "not_found") throw notFound();
  if (made.outcome === "wrong_side")
    throw new DomainError("refused", "The producing side designates and answers; the other side challenges.", { rule: "wrong_side" });
  if (made.outcome === "running")
    throw new DomainError("conflict", `The period to move runs to the end of ${made.moveBy}.`, { rule: "running" });
  throw new DomainError("conflict", sentences[made.outcome], { rule: made.outcome });
}

/** A conversation or a turn, as the log names it. */
export function objectOf({ conversation, turn }: { readonly conversation: string; readonly turn: number }): string {
  return turn > 0 ? `conversation:${conversation}#${turn}` : `conversation:${conversation}`;
}
