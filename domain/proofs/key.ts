import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { listKeys } from "./data";
import type { LogKeys } from "./schema";
import { checkpointAt } from "./tree";

/** The keys that the log's checkpoints are signed with. To be compared with what somebody else was given, not believed. */
export function readLogKeys(actor: Actor): Promise<LogKeys> {
  return look(actor, "checkpoint:read", async (tx, permit) => {
    const { origin } = await checkpointAt(tx, permit);
    return { origin, ...(await listKeys(tx, permit)) };
  });
}
