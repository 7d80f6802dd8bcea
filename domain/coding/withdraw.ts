import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { refuseUnless } from "./apply";
import { dropCoding } from "./data";
import type { WithdrawCode } from "./schema";

/** Takes a code of the own side off a conversation or one of its turns. Throws `not_found` when it is not there. */
export function withdrawCode(actor: Actor, { id, code, turn }: WithdrawCode): Promise<{ code: string; turn: number | null }> {
  const told = { object: `conversation:${id}`, sealed: { code, turn, withdrawn: true } };
  return act(actor, "code:apply", told, async (tx, permit) => {
    refuseUnless(await dropCoding(tx, permit, id, turn ?? 0, code), code);
    return { result: { code, turn: turn ?? null } };
  });
}
