import { type Actor, refused } from "@/domain/access/permit";
import { newSecret, type Renewed } from "@/domain/account/renewal";
import { db } from "@/lib/db";
import { notFound } from "@/lib/errors";
import { chooseMatter as choose } from "./data";
import type { ChooseMatter } from "./schema";

/** Goes to another matter of one's own, in a session of its own there; the one before ends. Both logs say so. */
export async function chooseMatter(actor: Actor, { matter }: ChooseMatter): Promise<Renewed<{ matter: string }>> {
  const secret = newSecret();
  const outcome = await choose(db(), actor, matter, secret);
  if (outcome === "unauthenticated") throw refused("unauthenticated", actor.role);
  if (outcome === "not_found") throw notFound();
  return { answer: { matter }, secret: outcome === "done" ? secret : null };
}
