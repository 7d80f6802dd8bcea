import type { Side } from "@/domain/access/permissions";
import { byText, earlier, inOrder, keptIn, type Line, later, type Proof, proofOf, type Tally } from "./line";

export type RefusedOften = {
  readonly email: string | null;
  readonly side: Side | null;
  readonly action: string;
  readonly reason: string | null;
  readonly times: number;
  readonly first: Proof;
  readonly last: Proof;
};
export type Refused = Proof & Pick<Line, "email" | "action" | "object" | "reason">;

/** `entries`: the first thousand, one by one; `more`: how many stand in the log besides. */
export type RefusalsReport = {
  readonly total: number;
  readonly kinds: readonly RefusedOften[];
  readonly entries: readonly Refused[];
  readonly more: number;
};

const LISTED = 1_000;

/** What was refused: by who, what and why, and each of the first thousand. */
export function tallyRefusals(): Tally<RefusalsReport> {
  const kinds = new Map<string, { -readonly [K in keyof RefusedOften]: RefusedOften[K] }>();
  let listed: Refused[] = [];
  let total = 0;

  function take(line: Line) {
    if (line.outcome !== "refused") return;
    total++;
    const { email, side, action, reason } = line;
    const proof = proofOf(line);
    const kept = keptIn(kinds, [side, email, action, reason].join(" "), () => ({
      ...{ email, side, action, reason, times: 0, first: proof, last: proof },
    }));
    kept.times++;
    kept.first = earlier(kept.first, proof);
    kept.last = later(kept.last, proof);
    listed.push({ ...proof, email, action, object: line.object, reason });
    if (listed.length >= 2 * LISTED) listed = listed.sort(inOrder).slice(0, LISTED);
  }

  return {
    take,
    result: () => {
      const entries = [...listed].sort(inOrder).slice(0, LISTED);
      const sorted = [...kinds.entries()].sort(([a, x], [b, y]) => y.times - x.times || byText(a, b)).map(([, kind]) => kind);
      return { total, kinds: sorted, entries, more: total - entries.length };
    },
  };
}
