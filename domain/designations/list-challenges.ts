import type { Actor } from "@/domain/access/permit";
import { look } from "@/domain/audit/act";
import { hasEnded } from "@/domain/orders/clock";
import { tierName } from "@/domain/people/tier";
import type { Page } from "@/lib/page";
import { listOfChallenges } from "./data";
import type { Challenge } from "./schema";

/** The challenges of the matter, the newest first, with their clocks. */
export async function listChallenges(actor: Actor): Promise<Page<Challenge>> {
  const rows = await look(actor, "designation:read", listOfChallenges);
  const now = new Date();
  const last = (day: string) => ({ day, over: hasEnded(actor.order.settings, day, now) });
  const rank = (tier: number) => ({ rank: tier, name: tierName(actor, tier) });
  const items = rows.map(({ id, conversation, turn, grounds, conferred, side, ...row }) => {
    const [answer, ended] = [deed(row.answered_by, row.answered_at), deed(row.ended_by, row.ended_at)];
    return {
      id,
      conversation,
      turn,
      grounds,
      conferred,
      side,
      tier: rank(row.tier),
      asked: rank(row.asked),
      made: deed(row.made_by, row.made_at) ?? { by: "", at: "" },
      answerBy: last(row.answer_by),
      moveBy: last(row.move_by),
      answer: answer && { ...answer, text: row.answer ?? "" },
      ended: ended && row.outcome && { ...ended, outcome: row.outcome, text: row.ended_with ?? "" },
    };
  });
  return { items, next: null };
}

function deed(by: string | null, at: string | null) {
  return at ? { by: by ?? "", at: new Date(at).toISOString() } : null;
}
