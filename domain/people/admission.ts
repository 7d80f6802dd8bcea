import { DomainError } from "@/lib/errors";
import type { AddedPerson, AddPerson } from "./schema";

/** What the database made of an admission. */
export type Admission =
  | { readonly outcome: "added" | "joined"; readonly id: string; readonly name: string; readonly pending: boolean }
  | { readonly outcome: "tier" | "suspended" | "member" | "seats" };

/** Who was admitted, with the password that only somebody new is handed. Throws `conflict`, with the rule, where nobody was. */
export function admitted(admission: Admission, { email, side, role, tier }: AddPerson, password: string): AddedPerson {
  switch (admission.outcome) {
    case "tier":
      throw new DomainError("conflict", `The order in force has no tier ${tier}.`, { rule: "tiers" });
    case "suspended":
      throw new DomainError("conflict", `${email} is suspended. Nobody who is suspended is admitted.`, { rule: "suspended" });
    case "member":
      throw new DomainError("conflict", `${email} is of this matter already.`, { rule: "member" });
    case "seats":
      throw new DomainError("conflict", `The order gives the ${side} no further seat for an ${role}.`.replace("an counsel", "counsel"), {
        rule: "seats",
      });
    default:
      return {
        id: admission.id,
        email,
        name: admission.name,
        side,
        role,
        tier,
        pending: admission.pending,
        password: admission.outcome === "added" ? password : null,
      };
  }
}
