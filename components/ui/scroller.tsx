"use client";

type Props = { readonly label: string; readonly className?: string; readonly children: React.ReactNode };

/** A box that scrolls sideways inside the page and can be reached by the keyboard, so that what is cut off can be read. */
export function Scroller({ label, className = "", children }: Props) {
  return (
    <section aria-label={label} className={`overflow-x-auto ${className}`} ref={reachable}>
      {children}
    </section>
  );
}

// Only what is really cut off takes a place in the order of the keys.
function reachable(box: HTMLElement | null) {
  if (box && box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
