import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { decide } from "./data";
import type { Decided, DecidePlaces } from "./schema";
import { done, objectOf } from "./step";

/** Masks places where the words of a report stand as well, or leaves them: each is named in the log by its conversation and turn. */
export function decidePlaces(actor: Actor, asked: DecidePlaces): Promise<Decided> {
  const told = { redaction: asked.id, masked: asked.masked };
  return act(actor, "redaction:decide", { detail: told }, async (tx, permit) => {
    const { places, open, ...report } = done(await decide(tx, permit, asked));
    return { result: { id: asked.id, decided: places.length, open }, object: objectOf(report), detail: { ...told, places, open } };
  });
}
