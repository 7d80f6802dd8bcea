import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { insertHold } from "./data";
import type { PlaceHold } from "./schema";

/**
 * Places a hold, in force at once for everyone: when this returns, nothing it covers can still become a file or be downloaded. The
 * entry says what is held and why; which reviewed set is held stays with the side whose set it is.
 */
export function placeHold(actor: Actor, input: PlaceHold): Promise<Created> {
  const { scope, target, reason, authority } = input;
  const secret = scope === "set";
  const told = { detail: { scope, reason, authority, ...(target && !secret && { target }) }, ...(secret && { sealed: { target } }) };
  return act(actor, "hold:place", told, async (tx, permit) => {
    const made = await insertHold(tx, permit, input);
    if (!made) throw notFound();
    const { id, prefix } = made;
    return { result: { id }, object: `hold:${id}`, ...(prefix && { detail: { ...told.detail, prefix } }) };
  });
}
