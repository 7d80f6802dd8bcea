import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { findClearance } from "./data";
import type { Clearance } from "./schema";

/** Where the actor's own clearance stands; null for somebody who was never disclosed. */
export function readMyClearance(actor: Actor): Promise<Clearance | null> {
  return look(actor, "order:read", findClearance);
}
