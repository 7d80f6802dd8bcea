import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import { writeDescription } from "./data";
import type { DescribeVolume } from "./schema";

/**
 * Writes down what a delivery says of itself, until its volume is sealed; what is not named stays. The log keeps what was written.
 * Throws not_found, conflict (sealed), invalid (a tier the order does not have), not_found or conflict (what it is to supersede).
 */
export function describeVolume(actor: Actor, { volume, ...manifest }: DescribeVolume): Promise<null> {
  return act(actor, "intake:run", { object: `volume:${volume}`, detail: { step: "described", record: manifest } }, async (tx, permit) => {
    const outcome = await writeDescription(tx, permit, volume, manifest);
    if (outcome === "not_found") throw notFound();
    if (outcome === "sealed") throw new DomainError("conflict", `The volume ${volume} is sealed: what it says of itself stands.`);
    if (outcome === "tiers") throw new DomainError("invalid", "The order in force has no such tier.");
    if (outcome === "supersedes") throw new DomainError("not_found", `There is no sealed volume ${manifest.supersedes} to supersede.`);
    if (outcome === "superseded")
      throw new DomainError("conflict", `The volume ${manifest.supersedes} has a newer one already. Name that, or the newest.`);
    return { result: null };
  });
}
