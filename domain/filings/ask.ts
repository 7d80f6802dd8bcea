import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import type { Created } from "@/lib/page";
import { insertReport } from "./data";
import type { AskReport } from "./schema";

/** Asks for a report of some days. The reporter makes it from the log, has it signed with the log's key, and enters it in the log. */
export function askReport(actor: Actor, input: AskReport): Promise<Created> {
  const { kind, from, to } = input;
  return act(actor, "report:ask", { detail: { kind, from, to } }, async (tx, permit) => {
    const id = await insertReport(tx, permit, input);
    return { result: { id }, object: `report:${id}` };
  });
}
