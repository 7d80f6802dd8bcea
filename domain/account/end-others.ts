import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { endOwnSessions } from "./data";
import type { Ended, EndOthers } from "./schema";

/** Ends every other browser session of one's own and, if asked, every token. */
export function endOthers(actor: Actor, { tokens }: EndOthers): Promise<Ended> {
  return act(actor, "session:end", { detail: { tokens } }, async (tx, permit) => {
    const ended = await endOwnSessions(tx, permit, null, tokens);
    return { result: { ended }, detail: { tokens, ended } };
  });
}
