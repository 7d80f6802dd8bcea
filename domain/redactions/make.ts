import type { Actor } from "@/domain/access/permit";
import { clawBack } from "./claw-back";
import { reportLeak } from "./report";
import type { Made, MakeRedaction } from "./schema";

/** Masks a stretch for everyone; or, where none is named, withdraws a turn or the whole conversation. */
export function makeRedaction(actor: Actor, asked: MakeRedaction): Promise<Made> {
  const { turn, start, end } = asked;
  if (turn === undefined || start === undefined || end === undefined) return clawBack(actor, asked);
  return reportLeak(actor, { ...asked, turn, start, end });
}
