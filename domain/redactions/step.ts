import { DomainError, notFound } from "@/lib/errors";
import type { Outcome, Told } from "./data";

const sentences = {
  bounds: "There is no such stretch in this turn. Places count UTF-16 units of the turn as it is shown, and never half a character.",
  blank: "Nothing stands there that could be masked.",
  long: "A report masks a name, a number, an address: at most 1,000 characters. The producing side can withdraw a whole turn.",
  changed: "The turn has changed since it was shown to you. Open it again and select what is still there.",
  quotes: "The reason repeats what is to be masked. Say why without those words: the reason is read by the court and both sides.",
  covered: "This is masked already.",
  lifted: "This is lifted already.",
  settled: "Nothing of this waits for somebody to look any more.",
  nothing: "None of these places waits for a decision any more.",
};

/** What was done, or the sentence for why nothing was. */
export function done<More>(made: Outcome<More>): { readonly outcome: "done" } & Told & More {
  if (made.outcome === "done") return made;
  if (made.outcome === "not_found") throw notFound();
  if (made.outcome === "wrong_side")
    throw new DomainError("refused", "The producing side and its host withdraw what they delivered, and decide about what was reported.", {
      rule: "wrong_side",
    });
  const code = ["bounds", "blank", "long", "quotes"].includes(made.outcome) ? "invalid" : "conflict";
  throw new DomainError(code, sentences[made.outcome], { rule: made.outcome });
}

/** A conversation or a turn, as the log names it. */
export function objectOf({ conversation, turn }: { readonly conversation: string; readonly turn: number | null | undefined }): string {
  return turn ? `conversation:${conversation}#${turn}` : `conversation:${conversation}`;
}
