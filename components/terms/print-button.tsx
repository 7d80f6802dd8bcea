"use client";

import { Button } from "../ui/button";
import { useKeys } from "../ui/use-keys";

/** Prints the page as it is. */
export function PrintButton() {
  useKeys([["P", () => window.print()]]);
  return (
    <Button look="primary" shortcut="P" onClick={() => window.print()}>
      Print
    </Button>
  );
}
