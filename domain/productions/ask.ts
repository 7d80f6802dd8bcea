import { type Actor, refused } from "@/domain/access/permit";
import { act, look } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { findOwnSet, insertProduction, listHoldsOnSet } from "./data";
import type { AskProduction } from "./schema";
import { writeProduction } from "./write";

/**
 * Asks for a reviewed set of the own side to be exported. Answers at once; the files are written afterwards. Throws `held`, with the
 * holds in `details`, when any hold covers the set, whoever asks and whoever placed it. That attempt is in the log too.
 */
export async function askProduction(actor: Actor, input: AskProduction): Promise<Created> {
  const { set, holds } = await look(actor, "production:ask", async (tx, permit) => {
    const found = await findOwnSet(tx, permit, input.setId);
    if (!found) throw notFound();
    return { set: found, holds: await listHoldsOnSet(tx, permit, found.id) };
  });
  const told = {
    object: `set:${set.id}`,
    detail: { formats: input.formats, size: set.size, ...(holds.length > 0 && { holds: holds.map(({ id }) => id) }) },
    sealed: { name: input.name, reason: input.reason },
  };
  const id = await act(actor, "production:ask", told, async (tx, permit) => {
    if (holds.length > 0) throw refused("held", actor.role, { holds });
    if (set.size === 0) throw new DomainError("invalid", "This set is empty: there is nothing to export.");
    const made = await insertProduction(tx, permit, input);
    if (!made) throw new DomainError("conflict", `Your side has a production named “${input.name}” already.`);
    return { result: made, object: `production:${made}`, detail: { ...told.detail, set: set.id } };
  });
  void writeProduction(actor, { id, name: input.name, reason: input.reason }, set);
  return { id };
}
