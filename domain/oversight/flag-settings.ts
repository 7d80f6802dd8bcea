import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { type FlagSettings, settingsFor } from "@/domain/flags/schema";
import { findFlagged } from "./data";

/** Where flags begin in this matter. */
export async function readFlagSettings(actor: Actor): Promise<FlagSettings> {
  const { settings } = await look(actor, "audit:read", findFlagged);
  return settingsFor(settings, actor.order.settings);
}
