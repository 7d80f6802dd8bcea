import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { setRecoveryCodes } from "./data";
import { hashCode, newCodes } from "./recovery";
import { mustBeDone } from "./renewal";
import type { RecoveryCodes } from "./schema";

/** Makes ten recovery codes in place of those before, and shows them this once. */
export function renewCodes(actor: Actor): Promise<RecoveryCodes> {
  const codes = newCodes();
  return act(actor, "factor:enrol", { detail: { factor: "recovery" } }, async (tx, permit) => {
    mustBeDone(await setRecoveryCodes(tx, permit, codes.map(hashCode)), actor.role);
    return { result: { codes } };
  });
}
