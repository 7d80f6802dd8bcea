import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import { NoteError, parseVerifierKey } from "@/lib/note";
import type { Created } from "@/lib/page";
import { insertRecipient } from "./data";
import type { DeliverTo } from "./schema";

/** Sends every checkpoint of the matter to one more place from now on. Throws `conflict` where it goes there already. */
export function deliverCheckpoints(actor: Actor, input: DeliverTo): Promise<Created> {
  const detail = {
    to: input.kind,
    ...(input.target && { target: input.target }),
    ...(input.kind === "witness" && { witness: input.vkey }),
  };
  return act(actor, "checkpoint:deliver", { detail }, async (tx, permit) => {
    if (input.kind === "folder" && actor.kind !== "command")
      throw new DomainError("invalid", "A folder of the host is named at its terminal: checkpoint deliver --folder PATH.");
    if (input.kind === "witness") checkWitness(input.vkey);
    const id = await insertRecipient(tx, permit, input);
    if (!id) throw new DomainError("conflict", "Checkpoints go there already.");
    return { result: { id }, object: `recipient:${id}` };
  });
}

function checkWitness(line: string) {
  try {
    if (parseVerifierKey(line).kind === 4) return;
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new DomainError("invalid", error.message);
  }
  throw new DomainError("invalid", "This is the key of a log. A witness's key is of the kind that cosigns; `witness key` prints it.");
}
