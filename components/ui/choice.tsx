"use client";

import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from "react";
import { Key } from "./key";

type Props = {
  readonly label: string;
  readonly title?: string;
  /** What holds now. */
  readonly value: string;
  /** Values with what they are called, in their order. */
  readonly options: Readonly<Record<string, string>>;
  /** What Enter does, for whoever walks through the options by keyboard; and in a sentence, for whoever hears the page. */
  readonly enter: string;
  readonly choose: (value: string) => void;
};

/**
 * A choice of one that is acted on when it is made, and once. A closed menu takes every option that the arrow keys pass for chosen; here the keys only walk,
 * Enter or leaving the menu chooses, and Esc leaves all as it was. What is picked from the opened list is chosen at once.
 */
export function Choice({ label, title, value, options, enter, choose }: Props) {
  const help = useId();
  const walking = useRef(false);
  const [at, setAt] = useState({ value, shown: value, chosen: value });
  // Another one holds now: it was chosen here, or by going back.
  if (at.value !== value) setAt({ value, shown: value, chosen: value });

  function show(shown: string) {
    setAt({ ...at, shown });
  }
  function take(shown: string) {
    setAt({ ...at, shown, chosen: shown });
    if (shown !== at.chosen) choose(shown);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && at.shown !== at.chosen) {
      event.preventDefault(); // some browsers open the list by it
      take(at.shown);
    }
    if (event.key === "Escape") show(at.chosen);
    walking.current = walks(event);
    // A key by its name changes the menu before the next task, or it has opened the list, from which it is chosen.
    if (walking.current && event.key.length > 1) setTimeout(stop);
  }
  function stop() {
    walking.current = false;
  }
  function onBlur({ currentTarget }: FocusEvent<HTMLSelectElement>) {
    // The whole window may have lost the focus: then nobody has left the menu.
    if (document.activeElement !== currentTarget) take(at.shown);
  }

  return (
    <span className="flex items-center gap-1.5">
      <label className="flex items-center gap-1.5" title={title}>
        {label}
        <select
          value={at.shown}
          aria-describedby={help}
          onKeyDown={onKeyDown}
          onKeyUp={stop}
          onPointerDown={stop}
          onChange={({ target }) => (walking.current ? show : take)(target.value)}
          onBlur={onBlur}
          className="rounded-xs border border-line-strong/50 bg-raised px-1"
        >
          {Object.entries(options).map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span id={help} className="sr-only">
        {enter}
      </span>
      {at.shown !== at.chosen && <Key>Enter</Key>}
    </span>
  );
}

// An arrow, Home, or the letters of a name pass over options; blank opens the list, and so does an arrow with Alt.
function walks({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return !altKey && !ctrlKey && !metaKey && /^(Arrow\w+|Home|End|Page(Up|Down)|\S)$/u.test(key);
}
