import { type Actor, may } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import type { Page } from "@/lib/page";
import { findOpenDraft, findTexts } from "./data";
import { type OrderDraft, settingsOf } from "./schema";
import { textOf } from "./version";

/** The draft that waits for the monitor, beside the version that it would follow: none or one. Who works on drafts sees it; others see none. */
export async function readDrafts(actor: Actor): Promise<Page<OrderDraft>> {
  if (!may(actor, "order:draft") && !may(actor, "order:amend")) return { items: [], next: null };
  return look(actor, "order:read", async (tx, permit) => {
    const row = await findOpenDraft(tx, permit);
    const base = row && (await findTexts(tx, permit, [row.base_version]))[0];
    if (!row || !base) return { items: [], next: null };
    const { id, title, body: text, hash, reason } = row;
    const draft = {
      id,
      base: textOf(base),
      title,
      text,
      hash,
      reason,
      settings: settingsOf(row.settings),
      inForceFrom: row.in_force_from?.toISOString() ?? null,
      signAgain: row.sign_again,
      draftedBy: row.drafted_by,
      draftedAt: row.drafted_at.toISOString(),
    };
    return { items: [draft], next: null };
  });
}
