import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import type { Created } from "@/lib/page";
import { insertCode } from "./data";
import type { AddCode } from "./schema";

/** Adds a code to the own side's codebook. Throws `conflict` when the own side has the key; what the other side has never matters. */
export function addCode(actor: Actor, input: AddCode): Promise<Created> {
  return act(actor, "codebook:keep", { sealed: input }, async (tx, permit) => {
    const id = await insertCode(tx, permit, input);
    if (!id) throw new DomainError("conflict", `Your codebook has a code “${input.key}” already.`);
    return { result: { id }, object: `code:${id}` };
  });
}
