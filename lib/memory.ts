import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

let collect: (() => void) | undefined;

/**
 * Frees what is no longer used, now. The engine lets long strings pile up to gigabytes before it looks for them by itself; whoever
 * has just dropped some tens of megabytes, and is about to take as much again, asks.
 */
export function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as () => void;
  }
  collect();
}
