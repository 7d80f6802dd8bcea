import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { PARSER_VERSION } from "@/domain/search/version";
import { DomainError, notFound } from "@/lib/errors";
import { turnReport } from "./data";
import { carryOutReport } from "./job";
import type { ReadTermReport, TurnedReport } from "./schema";

/**
 * Goes on with a report of the own side that was ended or interrupted, where it stopped; from the beginning where what it is asked of has changed
 * meanwhile. Its numbers are for one clearance: who has another finds nothing to go on with.
 */
export async function resumeTermReport(actor: Actor, { id }: ReadTermReport): Promise<TurnedReport> {
  const turned = await act(actor, "search:report", { object: `terms:${id}`, detail: { resumed: true } }, async (tx, permit) => {
    const found = await turnReport(tx, permit, id, true);
    if (!found) throw notFound();
    if (found.parserVersion !== PARSER_VERSION)
      throw new DomainError(
        "conflict",
        "Queries are read otherwise than when this report was begun. Make a new report of its terms: half of it would be another answer.",
        { rule: "parser" },
      );
    return { result: { state: found.state } };
  });
  if (turned.state === "running") carryOutReport(actor, id);
  return turned;
}
