import type { Code } from "@/domain/coding/schema";
import type { Noted } from "./notes";

/** One step of coding. `turn` null: the conversation as a whole. */
export type Change =
  | { readonly do: "apply"; readonly code: string; readonly turn: number | null; readonly note?: string }
  | { readonly do: "withdraw"; readonly code: string; readonly turn: number | null };

const at = (code: string, turn: number | null) => (coding: Noted) => coding.code === code && coding.turn === turn;

/** The codings after a step. Of the group relevance a place bears one code: a new one takes the place of the old. */
export function changed(codings: readonly Noted[], change: Change, codes: readonly Code[], now: string): Noted[] {
  const here = at(change.code, change.turn);
  if (change.do === "withdraw") return codings.filter((coding) => !here(coding));
  const replaced = replacedBy(change, codings, codes);
  const before = codings.find(here);
  const kept =
    change.note === undefined && before ? { note: before.note, closed: before.closed } : { note: change.note ?? null, closed: null };
  const made = { code: change.code, turn: change.turn, ...kept, by: "you", at: now };
  return [...codings.filter((coding) => (!here(coding) && coding.code !== replaced?.code) || coding.turn !== change.turn), made];
}

/** What takes a step back, in the order to be done. */
export function inverseOf(change: Change, codings: readonly Noted[], codes: readonly Code[]): Change[] {
  const before = codings.find(at(change.code, change.turn));
  const again = (coding: Noted): Change => ({
    do: "apply",
    code: coding.code,
    turn: coding.turn,
    ...(coding.note !== null && { note: coding.note }),
  });
  if (change.do === "withdraw") return before ? [again(before)] : [];
  if (before) return before.note === null ? [{ do: "withdraw", code: change.code, turn: change.turn }, again(before)] : [again(before)];
  const replaced = replacedBy(change, codings, codes);
  return [{ do: "withdraw", code: change.code, turn: change.turn }, ...(replaced ? [again(replaced)] : [])];
}

/** Whether a step takes away a note that cannot be read here, so that no undoing could put it back. */
export function losesNote(change: Change, codings: readonly Noted[], codes: readonly Code[]): boolean {
  const gone = change.do === "withdraw" ? codings.find(at(change.code, change.turn)) : replacedBy(change, codings, codes);
  return gone !== undefined && gone.closed !== null;
}

function replacedBy({ code, turn }: Change, codings: readonly Noted[], codes: readonly Code[]): Noted | undefined {
  const exclusive = new Set(codes.filter(({ group }) => group === "relevance").map(({ key }) => key));
  return exclusive.has(code)
    ? codings.find((coding) => coding.turn === turn && coding.code !== code && exclusive.has(coding.code))
    : undefined;
}
