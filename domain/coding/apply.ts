import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { type Applied, putCoding } from "./data";
import type { ApplyCode } from "./schema";

/**
 * Puts a code of the own side on a conversation or one of its turns. Again is the same; without `note` an earlier note stays.
 * The log says that the conversation was coded; which code, on which turn and with what note is sealed to the side.
 */
export async function applyCode(actor: Actor, { id, code, turn, note }: ApplyCode): Promise<{ code: string; turn: number | null }> {
  return act(actor, "code:apply", { object: `conversation:${id}`, sealed: { code, turn, note } }, async (tx, permit) => {
    refuseUnless(await putCoding(tx, permit, id, turn ?? 0, code, note ?? null), code);
    return { result: { code, turn: turn ?? null } };
  });
}

/** Throws what an outcome other than "done" means. */
export function refuseUnless(outcome: Applied, code: string) {
  if (outcome === "not_found") throw notFound();
  if (outcome === "no_code") throw new DomainError("not_found", `Your side has no code “${code}” there.`);
}
