import { DomainError, notFound } from "@/lib/errors";
import type { Moved } from "./data";
import type { DisclosureState } from "./schema";

const states: Record<DisclosureState, string> = {
  open: "It waits for the other side.",
  waived: "The other side does not object.",
  objected: "The other side has objected, and the court has not ruled.",
  overruled: "The court has overruled the objection.",
  refused: "The court has sustained the objection.",
  cleared: "The expert is cleared already.",
  withdrawn: "The expert was withdrawn.",
};

/** What became of a step, or the sentence for why it was not taken. */
export function taken(moved: Moved): Extract<Moved, { outcome: "done" }> {
  switch (moved.outcome) {
    case "not_found":
      throw notFound();
    case "wrong_side":
      throw new DomainError("refused", "This is for the other side to do: an expert is disclosed to it, and withdrawn by one's own.", {
        rule: "wrong_side",
      });
    case "wrong_state":
      throw new DomainError("conflict", `This can no longer be done, or not yet. ${states[moved.state]}`, { rule: "wrong_state" });
    case "running":
      throw new DomainError(
        "conflict",
        `The period to object runs to the end of ${moved.objectUntil}. Until then nobody is cleared without the other side's word.`,
        {
          rule: "running",
        },
      );
    case "seats":
      throw new DomainError("conflict", "The order gives this side no further seat for an expert.", { rule: "seats" });
    default:
      return moved;
  }
}
