"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useState } from "react";

type Props = {
  /** Under which the width is kept on this computer. */
  readonly name: string;
  readonly label: string;
  readonly first: React.ReactNode;
  readonly children: React.ReactNode;
  /** Widths of the sized pane in pixels. */
  readonly initial: number;
  readonly least: number;
  readonly most: number;
  /** Which of the two has the width; the other takes the rest. */
  readonly sized?: "first" | "second";
  /** Which of the two stands alone where there is no room for both; without it both do. */
  readonly narrow?: "first" | "second" | undefined;
};

/** Two panes and the line between them, which moves with the pointer or the arrow keys. The width is remembered on this computer. */
export function Panes({ name, label, first, children, initial, least, most, sized = "first", narrow }: Props) {
  const [width, setWidth] = useState(initial);
  const sign = sized === "first" ? 1 : -1;

  useEffect(() => {
    const kept = Number(localStorage.getItem(`pane-${name}`));
    if (kept >= least && kept <= most) setWidth(kept);
  }, [name, least, most]);

  function resize(wanted: number) {
    const next = Math.round(Math.min(most, Math.max(least, wanted)));
    setWidth(next);
    localStorage.setItem(`pane-${name}`, String(next));
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -24 * sign, ArrowRight: 24 * sign }[event.key];
    if (event.key === "Home") resize(least);
    else if (event.key === "End") resize(most);
    else if (step) resize(width + step);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function onPointerDown(event: PointerEvent<HTMLHRElement>) {
    const line = event.currentTarget;
    const start = event.clientX;
    line.setPointerCapture(event.pointerId);
    line.onpointermove = ({ clientX }) => resize(width + (clientX - start) * sign);
    line.onpointerup = () => {
      line.onpointermove = null;
    };
  }

  const alone = (pane: "first" | "second") => (!narrow ? "" : narrow === pane ? "max-md:w-full! max-md:shrink" : "max-md:hidden");
  const box = { width: `min(${width}px, 60%)` };
  return (
    <div className="flex h-full min-h-0 min-w-0 flex-1">
      <div
        className={`min-h-0 min-w-0 ${sized === "first" ? "shrink-0" : "flex-1"} ${alone("first")}`}
        style={sized === "first" ? box : undefined}
      >
        {first}
      </div>
      <hr
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={width}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        className={`${narrow ? "max-md:hidden" : ""} h-full w-1 shrink-0 cursor-col-resize touch-none border-0 border-l bg-transparent hover:bg-accent-wash focus-visible:bg-accent print:hidden`}
      />
      <div
        className={`min-h-0 min-w-0 ${sized === "second" ? "shrink-0" : "flex-1"} ${alone("second")}`}
        style={sized === "second" ? box : undefined}
      >
        {children}
      </div>
    </div>
  );
}
