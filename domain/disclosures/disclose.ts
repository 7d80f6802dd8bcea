import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { insertDisclosure } from "./data";
import { fileOf } from "./file";
import type { DiscloseExpert } from "./schema";

/**
 * Discloses an expert of the actor's side to the other side. The period to object begins; the last day of it stands in the entry. The
 * expert may be admitted meanwhile, and reads nothing before somebody confirms that the way is clear.
 */
export function discloseExpert(actor: Actor, candidate: DiscloseExpert): Promise<Created> {
  const { email, name, employer, tier, cvName } = candidate;
  const told = { object: `expert:${email}`, detail: { email, name, employer, tier, cvName } };
  return act(actor, "disclosure:make", told, async (tx, permit) => {
    const file = fileOf(candidate.cv);
    const disclosed = await insertDisclosure(tx, permit, candidate, file);
    if (disclosed.outcome !== "done") {
      const sentence = disclosed.outcome === "tiers" ? `The order in force has no tier ${tier}.` : `${email} is disclosed already.`;
      throw new DomainError("conflict", sentence, { rule: disclosed.outcome });
    }
    const { id, objectUntil, cvSha256 } = disclosed;
    return { result: { id }, detail: { ...told.detail, disclosure: id, objectUntil, cvBytes: file.bytes.length, cvSha256 } };
  });
}
