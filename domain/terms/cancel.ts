import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { notFound } from "@/lib/errors";
import { turnReport } from "./data";
import type { ReadTermReport, TurnedReport } from "./schema";

/** Ends a report of the own side before its end. What it has counted stays, as "at least". */
export function cancelTermReport(actor: Actor, { id }: ReadTermReport): Promise<TurnedReport> {
  return act(actor, "search:report", { object: `terms:${id}`, detail: { cancelled: true } }, async (tx, permit) => {
    const turned = await turnReport(tx, permit, id, false);
    if (!turned) throw notFound();
    return { result: { state: turned.state } };
  });
}
