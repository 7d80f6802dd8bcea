import { type Coding, type NotePlace, noteFor, type SealedNote } from "@/domain/coding/schema";
import { fromBase64, toBase64, toHex } from "@/lib/bytes";
import { commit, open, seal, secretOf } from "@/lib/seal";
import type { Unlocked } from "../sealing/vault";

/**
 * Why a note that is there is not shown: nothing is unlocked; it is sealed to a key that this member does not hold; or it does not open
 * with the key it says, so that it was changed, or moved here from elsewhere.
 */
export type Closed = "locked" | "unheld" | "alarm";

/** A coding as it is shown: its note opened, or why not. */
export type Noted = Omit<Coding, "note"> & { readonly note: string | null; readonly closed: Closed | null };

/** Opens the notes of codings with what is unlocked. */
export function withNotes(codings: readonly Coding[], conversation: string, unlocked: Unlocked | null): Promise<Noted[]> {
  return Promise.all(
    codings.map(async ({ note, ...coding }) => {
      if (!note) return { ...coding, note: null, closed: null };
      if (!unlocked) return { ...coding, note: null, closed: "locked" as const };
      const keys = unlocked.opened.keys.get(note.epoch);
      if (!keys) return { ...coding, note: null, closed: "unheld" as const };
      const place = { ...placeOf(coding, conversation, unlocked), epoch: note.epoch, author: note.author };
      const opened = await open(keys.pair, noteFor(place), bytesOf(note.commitment), fromBase64(note.box)).catch(() => null);
      return opened
        ? { ...coding, note: JSON.parse(opened.body) as string, closed: null }
        : { ...coding, note: null, closed: "alarm" as const };
    }),
  );
}

/** Seals a note to the newest key of the side, under the writer's own name. Null where this member does not hold that key, or must not trust it. */
export async function sealedNote(
  note: string,
  at: { readonly code: string; readonly turn: number | null },
  conversation: string,
  unlocked: Unlocked,
): Promise<SealedNote | null> {
  const newest = unlocked.sealing.keys.at(-1);
  if (!newest || !unlocked.opened.keys.has(newest.epoch) || unlocked.opened.foreign.length > 0) return null;
  const secret = secretOf(note);
  const place = { ...placeOf(at, conversation, unlocked), epoch: newest.epoch, author: unlocked.sealing.person };
  const box = await seal(fromBase64(newest.publicKey), noteFor(place), secret);
  return { epoch: newest.epoch, commitment: toHex(await commit(secret)), box: toBase64(box) };
}

function placeOf(
  { code, turn }: { readonly code: string; readonly turn: number | null },
  conversation: string,
  { sealing: { matter, side } }: Unlocked,
): Omit<NotePlace, "epoch" | "author"> {
  return { matter, side, conversation, turn, code };
}

function bytesOf(hex: string) {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
