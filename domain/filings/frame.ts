import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { findFrame } from "./data";

/** The matter's name, and its log as far as it is sequenced. */
export function frameFor(actor: Actor) {
  return look(actor, "audit:read", findFrame);
}
