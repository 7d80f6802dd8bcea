// Entries made up by a seed, as an export writes them: for reports and flags, which know of the log nothing else.
import { createHash } from "node:crypto";
import type { Line } from "@/domain/reports/line";

/** Numbers from 0 up to 1 that a seed fixes (mulberry32). */
export function chance(seed: string): () => number {
  let state = createHash("sha256").update(seed).digest().readUInt32BE();
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Sketch = Partial<Omit<Line, "id" | "at">> & { readonly at: number };

/** Entries in order of time, numbered from `first`, for sketches in any order; `at` in milliseconds. */
export function linesOf(sketches: readonly Sketch[], first = 1): Line[] {
  return [...sketches]
    .sort((a, b) => a.at - b.at)
    .map(({ at, ...rest }, i) => ({
      ...{ id: String(first + i), at: `${new Date(at).toISOString().slice(0, -1)}${String(i % 1000).padStart(3, "0")}Z` },
      ...{ person: null, email: null, side: null, role: null, session: null, action: "audit:read", object: null },
      ...{ outcome: "done" as const, reason: null, detail: null },
      ...rest,
    }));
}
