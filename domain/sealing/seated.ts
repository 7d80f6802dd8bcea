import { type Actor, refused } from "@/domain/access/permit";

/** Keys change at a browser, where their person signed in. Throws for a token: whoever found one must not put a key of their own in its place. */
export function mustBeSeated(actor: Actor): void {
  if (actor.kind !== "browser") throw refused("step_up", actor.role);
}
