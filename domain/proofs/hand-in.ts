import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { DomainError } from "@/lib/errors";
import { NoteError, openNote, parseVerifierKey } from "@/lib/note";
import { insertCosignature, listKeys } from "./data";
import type { HandIn } from "./schema";
import { checkpointAt } from "./tree";

/** Takes in what a witness signed that came for the checkpoint itself. Throws `invalid` where it is by no witness of the matter. */
export function handInCosignature(actor: Actor, { size, line }: HandIn): Promise<{ witness: string; size: number; at: string }> {
  return act(actor, "checkpoint:cosign", { detail: { size } }, async (tx, permit) => {
    const checkpoint = await checkpointAt(tx, permit, size);
    const { witnesses } = await listKeys(tx, permit);
    const signed = verified(checkpoint.note, line, witnesses);
    if (!(await insertCosignature(tx, permit, size, signed.name, signed.line, signed.at)))
      throw new DomainError("conflict", "This witness's signature of this checkpoint is here already.");
    const result = { witness: signed.name, size, at: signed.at.toISOString() };
    return { result, detail: { size, witness: signed.name } };
  });
}

function verified(note: string, line: string, witnesses: readonly string[]): { name: string; line: string; at: Date } {
  try {
    const [signed] = openNote(note + (line.endsWith("\n") ? line : `${line}\n`), witnesses.map(parseVerifierKey)).verified;
    if (signed?.at) return { name: signed.name, line: signed.line, at: signed.at };
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
  }
  throw new DomainError("invalid", "This is no signature of that checkpoint by a witness of this matter.");
}
