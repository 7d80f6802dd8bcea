import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { readRoster } from "./roster";
import type { CreateToken } from "./schema";
import { openSession } from "./session";

/**
 * Makes a token that acts as a person of the actor's matter, in that matter, with that person's rights and no more. The secret is returned once and kept
 * nowhere. The log holds who made it, and, in the person's own name, that it exists. Throws not_found for who is not active.
 */
export async function createToken(
  actor: Actor,
  { email, name, expiresAt }: CreateToken,
): Promise<{ token: string; email: string; expiresAt: string }> {
  const { items } = await readRoster(actor);
  const person = items.find((one) => one.email === email && !one.endedAt && !one.suspendedAt);
  if (!person) throw notFound();
  const detail = { token: name, expires: expiresAt.toISOString() };
  await act(actor, "token:make", { object: `person:${person.email}`, detail }, async () => ({ result: null }));
  const token = await openSession(email, "token", name, expiresAt, actor.matter);
  if (!token) throw notFound();
  return { token, email, expiresAt: expiresAt.toISOString() };
}
