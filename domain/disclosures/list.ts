import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { hasEnded } from "@/domain/orders/clock";
import { tierName } from "@/domain/people/tier";
import type { Page } from "@/lib/page";
import { type DisclosureRow, listDisclosed } from "./data";
import type { Disclosure } from "./schema";

/** Every expert of both sides who was disclosed, the newest first: what was said of them, who objected, what the court ruled, who cleared them. */
export async function listDisclosures(actor: Actor): Promise<Page<Disclosure>> {
  const rows = await look(actor, "disclosure:read", listDisclosed);
  const now = new Date();
  return { items: rows.map((row) => disclosureOf(actor, row, now)), next: null };
}

function disclosureOf(actor: Actor, row: DisclosureRow, now: Date): Disclosure {
  const { settings } = actor.order;
  const { id, side, name, email, employer, engagements, testimony, relationships, state } = row;
  const objected = deed(row.objected_by, row.objected_at);
  const ruled = deed(row.ruled_by, row.ruled_at);
  return {
    id,
    side,
    name,
    email,
    employer,
    engagements,
    testimony,
    relationships,
    state,
    tier: { rank: row.tier, name: tierName(actor, row.tier) },
    cv: { name: row.cv_name, type: row.cv_type, bytes: row.cv_bytes, sha256: row.cv_sha256 },
    disclosed: deed(row.disclosed_by, row.disclosed_at) ?? { by: "", at: "" },
    objectUntil: row.object_until,
    ended: hasEnded(settings, row.object_until, now),
    waived: deed(row.waived_by, row.waived_at),
    objection: objected && {
      ...objected,
      reason: row.objection ?? "",
      late: hasEnded(settings, row.object_until, new Date(objected.at)),
    },
    ruling: ruled && { ...ruled, ruling: row.ruling ?? "overruled", text: row.ruling_text ?? "" },
    cleared: deed(row.cleared_by, row.cleared_at),
    withdrawn: deed(row.withdrawn_by, row.withdrawn_at),
    admission: row.cleared_membership === null ? "none" : row.cleared_membership ? "reading" : "waits",
  };
}

function deed(by: string | null, at: Date | null) {
  return at ? { by: by ?? "somebody no longer of this matter", at: at.toISOString() } : null;
}
