import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { FlagSettings, SetFlags } from "@/domain/flags/schema";
import { insertFlagSettings } from "./data";

/** Sets where flags begin, from the running day on. Days that are over stay as they were found. The entry holds every number. */
export function setFlags(actor: Actor, settings: SetFlags): Promise<FlagSettings> {
  return act(actor, "oversight:set", { object: "flags", detail: { flags: settings } }, async (tx, permit) => {
    await insertFlagSettings(tx, permit, settings);
    return { result: settings };
  });
}
