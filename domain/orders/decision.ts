import { DomainError, notFound } from "@/lib/errors";
import type { Decided } from "./data";

type Done = Extract<Decided, { outcome: "done" }>;

/** What the database made of a decision, or the sentence for why it was none. */
export function decided(decision: Decided): Done {
  switch (decision.outcome) {
    case "not_found":
      throw notFound();
    case "decided":
      throw new DomainError("conflict", "This draft was decided already. Read the order as it stands now.", { rule: "decided" });
    case "stale":
      throw new DomainError("conflict", "The order has changed since this draft was begun. It must be drafted anew.", { rule: "stale" });
    default:
      return decision;
  }
}
