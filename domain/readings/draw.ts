import { randomBytes } from "node:crypto";
import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError, notFound } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { allocate } from "./allocate";
import { type Drawn, frameOf, insertReading } from "./data";
import type { DrawReading } from "./schema";

/** Of each stratum at least so many are drawn, or all. */
const LEAST = 1;

const sentences = {
  unsearched: "Placeholders, and what may have been missed, are known when the volume has been searched for personal data.",
  unkept: "This volume was searched before it was kept where something may have been missed. It is known when it has been searched again.",
};

/**
 * Draws a sample of a volume to be read by two people and a third. Drawn from what all three reach and what is not withdrawn; the seed, the frame
 * and who reads are in the log, so that anybody can draw it again.
 */
export function drawReading(actor: Actor, asked: DrawReading): Promise<Created> {
  const { size, by, seed = randomBytes(8).toString("hex") } = asked;
  return act(actor, "reading:draw", { object: `volume:${asked.volume}`, detail: { size, by, seed } }, async (tx, permit) => {
    const frame = await frameOf(tx, permit, asked);
    if (frame.outcome === "not_found") throw notFound();
    if (frame.outcome === "readers")
      throw new DomainError("invalid", "Each of the three has to be of this matter, cleared, and allowed to read: experts or counsel.", {
        rule: "readers",
      });
    if (frame.outcome !== "done") throw new DomainError("conflict", sentences[frame.outcome], { rule: frame.outcome });
    const given = allocate(
      frame.strata.map(([, of]) => of),
      size,
      LEAST,
    );
    if (!given || given.length === 0)
      throw new DomainError("invalid", `There are ${frame.strata.length} strata, and a sample of ${size} cannot have one of each.`, {
        rule: "strata",
      });
    const drawn: Drawn = frame.strata.map(([stratum, of], n) => [stratum, of, given[n] ?? 0]);
    const id = await insertReading(tx, permit, frame, drawn, { seed, by });
    if (!id) throw notFound();
    const of = frame.strata.reduce((sum, [, n]) => sum + n, 0);
    const readers = [asked.first, asked.second, asked.adjudicator];
    return { result: { id }, object: `volume:${frame.name}`, detail: { size, by, seed, reading: id, prefix: frame.prefix, of, readers } };
  });
}
