import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import { decide } from "./data";
import { decided } from "./decision";
import type { PutInForce } from "./schema";

/**
 * Puts a draft in force as the next version, on the word of the court's monitor: another person, of another side, than who wrote it.
 * `hash` is of the text that was read. The entry holds all its settings, so that whoever replays the log knows what held when.
 */
export function putInForce(actor: Actor, { id, hash, reason }: PutInForce): Promise<{ id: string; version: number; inForceFrom: string }> {
  return act(actor, "order:amend", { detail: { draft: id, decision: "in_force", reason } }, async (tx, permit) => {
    const { version, title, sha256, settingsSha256, inForceFrom, bindsFrom, settings } = decided(
      await decide(tx, permit, id, "in_force", reason),
    );
    if (sha256 !== hash)
      throw new DomainError("conflict", "This is not the draft that you read. Read it again.", { rule: "order_changed" });
    if (version === null || inForceFrom === null) throw new DomainError("unavailable", "The order was not put in force.");
    const detail = { draft: id, decision: "in_force", reason, version, title, sha256, settingsSha256, inForceFrom, bindsFrom, settings };
    return { result: { id, version, inForceFrom: new Date(inForceFrom).toISOString() }, object: `order:${version}`, detail };
  });
}
