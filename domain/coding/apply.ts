import type { Actor } from "@/domain/access/permit";
import { act } from "@/domain/audit/act";
import { fromBase64, toBase64, toHex } from "@/lib/bytes";
import { DomainError, notFound } from "@/lib/errors";
import { commit, seal, secretOf } from "@/lib/seal";
import { type Applied, putCoding } from "./data";
import { type ApplyCode, noteFor, type SealedNote } from "./schema";

/**
 * Puts a code of the own side on a conversation or one of its turns. Again is the same; without a note an earlier note stays.
 * The log says that the conversation was coded; which code, on which turn and with what note is sealed to the side. A note comes sealed from
 * a browser; one that comes in the clear, from a program, is sealed here to the side's key and forgotten. Where the side has no key to
 * seal it to, it is refused: nothing is kept in the clear, and nothing is lost unsaid.
 */
export async function applyCode(actor: Actor, input: ApplyCode): Promise<{ code: string; turn: number | null }> {
  const { id, code, turn, note, sealedNote } = input;
  const told = { code, turn, ...(sealedNote ? { noteCommitment: sealedNote.commitment } : { note }) };
  return act(actor, "code:apply", { object: `conversation:${id}`, sealed: told }, async (tx, permit) => {
    const kept = note === undefined ? (sealedNote ?? null) : await sealNote(actor, input, note);
    refuseUnless(await putCoding(tx, permit, id, turn ?? 0, code, kept), code);
    return { result: { code, turn: turn ?? null } };
  });
}

async function sealNote({ matter, side, person, sealingKey }: Actor, { id, code, turn }: ApplyCode, note: string): Promise<SealedNote> {
  if (!sealingKey) throw noKey();
  const secret = secretOf(note);
  const whom = noteFor({ matter, side, epoch: sealingKey.epoch, conversation: id, turn: turn ?? null, code, author: person });
  const box = await seal(fromBase64(sealingKey.publicKey), whom, secret);
  return { epoch: sealingKey.epoch, commitment: toHex(await commit(secret)), box: toBase64(box) };
}

function noKey() {
  return new DomainError(
    "conflict",
    "A note is kept sealed, and your side has no key to seal it to now: none was made yet, or somebody who knows it has left. Unlock what is sealed in the browser, under Keys of your side, and send the note again.",
    { rule: "epoch" },
  );
}

/** Throws what an outcome other than "done" means. */
export function refuseUnless(outcome: Applied, code: string) {
  if (outcome === "not_found") throw notFound();
  if (outcome === "epoch") throw noKey();
  if (outcome === "no_code") throw new DomainError("not_found", `Your side has no code “${code}” there.`);
}
