/** A stretch of the stored text, and what stands there instead: half open, in UTF-16 units, `os`–`oe` before and `ns`–`ne` after. */
export type Shift = { readonly os: number; readonly oe: number; readonly ns: number; readonly ne: number };
/** What is put over a stretch. */
export type Cover = { readonly start: number; readonly end: number; readonly label: string };
export type Masked = { readonly text: string; readonly shifts: readonly Shift[] };

/** Covers stretches of a text. They must be in order and not overlap. Highlights are laid on first, and moved with `toMasked`. */
export function mask(text: string, covers: readonly Cover[]): Masked {
  const shifts: Shift[] = [];
  let made = "";
  let last = 0;
  for (const { start, end, label } of covers) {
    made += text.slice(last, start);
    shifts.push({ os: start, oe: end, ns: made.length, ne: made.length + label.length });
    made += label;
    last = end;
  }
  return { text: made + text.slice(last), shifts };
}

/** Where an offset of the stored text is in the masked one. Inside of a cover it is the cover's beginning, or its end where `atEnd`. */
export function toMasked(shifts: readonly Shift[], offset: number, atEnd = false): number {
  const shift = lastBefore(shifts, ({ os }) => os < offset);
  if (!shift) return offset;
  if (offset < shift.oe) return atEnd ? shift.ne : shift.ns;
  return offset - shift.oe + shift.ne;
}

/** Where an offset of the masked text is in the stored one; inside of a cover, as above. */
export function toStored(shifts: readonly Shift[], offset: number, atEnd = false): number {
  const shift = lastBefore(shifts, ({ ns }) => ns < offset);
  if (!shift) return offset;
  if (offset < shift.ne) return atEnd ? shift.oe : shift.os;
  return offset - shift.ne + shift.oe;
}

function lastBefore(shifts: readonly Shift[], test: (shift: Shift) => boolean): Shift | undefined {
  let low = 0;
  let high = shifts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const shift = shifts[middle];
    if (shift && test(shift)) low = middle + 1;
    else high = middle;
  }
  return shifts[low - 1];
}
