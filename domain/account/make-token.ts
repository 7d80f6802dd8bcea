import { randomBytes } from "node:crypto";
import { type Actor, refused } from "@/domain/access/permit";
import { db } from "@/lib/db";
import { insertToken } from "./data";
import type { MadeToken, MakeToken } from "./schema";

/**
 * Makes a token that acts as the actor, in this matter, with their rights and no more. Shown this once, kept only as a hash. That it was
 * made and that it exists are two entries, or that it was refused is one: the database writes them with it.
 */
export async function makeToken(actor: Actor, { name, days, exports }: MakeToken): Promise<MadeToken> {
  const token = `rr_${randomBytes(32).toString("base64url")}`;
  const expiresAt = new Date(Date.now() + days * 86_400_000);
  const made = await insertToken(db(), actor, token, name, expiresAt, exports);
  if (made.outcome === "refused") throw refused(made.reason, actor.role);
  return { id: made.id, token, expiresAt: expiresAt.toISOString() };
}
