import { createHash } from "node:crypto";
import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { insertDraft } from "./data";
import type { DraftOrder } from "./schema";

const sentences = {
  stale: "The order has changed since this draft was begun. Read its newest version and begin from that.",
  pending: "Another draft waits for the monitor. It is decided or withdrawn before the next one is written.",
  same: "Nothing would change: text, title and numbers are those of the version in force.",
  tiers: "Volumes of this matter carry a higher tier than this order would have.",
};

/** Writes the next version of the order down, whole. It is a proposal: nothing changes before the court's monitor puts it in force. */
export function draftOrder(actor: Actor, draft: DraftOrder): Promise<Created> {
  const { base, title, text, settings, reason, inForceFrom = null, signAgain } = draft;
  const sha256 = createHash("sha256").update(text, "utf8").digest("hex");
  const told = { object: `order:${base + 1}`, detail: { base, title, sha256, settings, reason, inForceFrom, signAgain } };
  return act(actor, "order:draft", told, async (tx, permit) => {
    const drafted = await insertDraft(tx, permit, draft);
    if (drafted.outcome !== "done")
      throw new DomainError("conflict", sentences[drafted.outcome], { rule: drafted.outcome === "pending" ? "waiting" : drafted.outcome });
    return { result: { id: drafted.id }, detail: { ...told.detail, draft: drafted.id } };
  });
}
