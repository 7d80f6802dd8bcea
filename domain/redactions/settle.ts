import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { settle } from "./data";
import type { Settled, SettleLost } from "./schema";
import { done, objectOf } from "./step";

/** Writes down that somebody looked where a redaction could not be carried over to a newer volume. What they wrote stays beside it, out of the log. */
export function settleLost(actor: Actor, asked: SettleLost): Promise<Settled> {
  const told = { redaction: asked.id };
  return act(actor, "redaction:decide", { detail: told }, async (tx, permit) => {
    const { settled, ...redaction } = done(await settle(tx, permit, asked));
    return { result: { id: asked.id, settled }, object: objectOf(redaction), detail: { ...told, settled } };
  });
}
