"use client";

import { useId } from "react";
import { useRoom } from "../conversation/context";
import { minuteOf } from "../ui/when";

/** Which entry of the log a look is, and when it was written. */
export type Look = { readonly entry: string; readonly at: string };

/**
 * Who looks, when, and under which entry of the log, pale and aslant over what is shown. It stands beside the text, never in it: what is
 * selected, copied, searched or read aloud is the evidence alone. `paper` repeats it on every sheet.
 */
export function Watermark({ look, paper = false }: { readonly look: Look | undefined; readonly paper?: boolean }) {
  const { person } = useRoom();
  const id = useId();
  if (!look) return null;
  const words = `${person} · ${minuteOf(look.at)} · entry ${look.entry}`;
  const width = Math.round(words.length * 7.2) + 56;
  return (
    <svg
      aria-hidden="true"
      data-watermark={words}
      className={`watermark pointer-events-none inset-0 z-20 size-full select-none ${paper ? "fixed" : "absolute"}`}
    >
      <defs>
        <pattern id={id} patternUnits="userSpaceOnUse" width={width} height={132} patternTransform="rotate(-24)">
          <text x={0} y={34}>
            {words}
          </text>
          <text x={-width / 2} y={100}>
            {words}
          </text>
          <text x={width / 2} y={100}>
            {words}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
