import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { requestRelease as ask } from "./data";
import type { RequestRelease } from "./schema";

/** Asks for a hold to be released. It stays in force until somebody of another side approves. */
export function requestRelease(actor: Actor, { id, reason }: RequestRelease): Promise<{ id: string }> {
  return act(actor, "hold:request-release", { object: `hold:${id}`, detail: { reason } }, async (tx, permit) => {
    const outcome = await ask(tx, permit, id, reason);
    if (outcome === "not_found") throw notFound();
    if (outcome === "released") throw new DomainError("conflict", "This hold is released already.");
    if (outcome === "requested")
      throw new DomainError("conflict", "A release was asked for already. It waits for approval by another side.");
    return { result: { id } };
  });
}
