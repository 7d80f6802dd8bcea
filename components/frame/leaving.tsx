"use client";

import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/**
 * A browser may keep a page that was left, to show it again without asking anybody. What it keeps of this one is empty, and when it is
 * shown again the page is made anew: every look is asked for, and written down.
 */
export function Leaving({ children }: { readonly children: React.ReactNode }) {
  const [left, setLeft] = useState(false);
  useEffect(() => {
    const leave = () => flushSync(() => setLeft(true));
    const comeBack = ({ persisted }: PageTransitionEvent) => persisted && window.location.reload();
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
    };
  }, []);
  return left ? null : children;
}
