import { newSecret } from "@/domain/account/renewal";
import { hashSecret, type Place, placeOf } from "@/domain/people/session";
import { db } from "@/lib/db";
import type { Firm } from "./schema";

/** What a firm's provider said, verified: who, and how they proved it. */
export type Claims = { readonly iss?: unknown; readonly sub?: unknown; readonly amr?: unknown; readonly acr?: unknown };
export type Came = { readonly linked: true } | { readonly secret: string } | null;

/**
 * What becomes of an identity that comes from a firm: linked, where the session that `current` is the secret of asked for that; else the
 * secret of a session for the person who linked it; else null, for every failure alike. Never by e-mail address: only issuer and subject.
 */
export async function comeFromFirm(firm: Firm, claims: Claims, current: string, place: Place | undefined): Promise<Came> {
  const { iss, sub } = claims;
  if (iss !== firm.issuer || typeof sub !== "string") return null;
  if (current) {
    const [row] = await db().$queryRaw<
      [{ outcome: "done" | "taken" | "none" }]
    >`SELECT api.link_identity(${current}, ${iss}, ${sub}) AS outcome`;
    if (row.outcome !== "none") return row.outcome === "done" ? { linked: true } : null;
  }
  const secret = newSecret();
  const more = { ...(place && placeOf(place)), ...(gaveSecondFactor(firm, claims) && { factor: "idp" }) };
  const [row] = await db().$queryRaw<
    [{ id: string | null }]
  >`SELECT api.open_session_by_identity(${iss}, ${sub}, ${firm.sides as string[]}, ${hashSecret(secret)}, ${JSON.stringify(more)}::jsonb)::text AS id`;
  return row.id ? { secret } : null;
}

/** RFC 8176 calls it "mfa"; a firm may have a context of its own for it. Whether it counts is the order's to say. */
function gaveSecondFactor({ mfaAcr }: Firm, { amr, acr }: Claims): boolean {
  return (Array.isArray(amr) && amr.includes("mfa")) || (typeof acr === "string" && mfaAcr.includes(acr));
}
