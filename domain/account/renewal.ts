import { randomBytes } from "node:crypto";
import { refused } from "@/domain/access/permit";
import { DomainError, notFound } from "@/lib/errors";
import type { Changed } from "./data";

/** An answer after which the browser's session goes by another secret, or null by the same. It goes into the cookie, never into the answer. */
export type Renewed<T> = { readonly answer: T; readonly secret: string | null };

export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Throws for everything the database did not do. */
export function mustBeDone(outcome: Changed, role: string): void {
  switch (outcome) {
    case "done":
      return;
    case "step_up":
      throw refused("step_up", role);
    case "enrolled":
      throw new DomainError("conflict", "This is enrolled already.");
    case "wrong":
      throw new DomainError("refused", "This is not the code of this moment. Check the clock of the device, and type the next one.", {
        rule: "factor",
      });
    case "none":
      throw new DomainError("conflict", "Enrol an authenticator app or a passkey first.");
    case "last":
      throw new DomainError("conflict", "The order asks for a second factor, and this is the only one. Enrol another first.");
    default:
      throw notFound();
  }
}
