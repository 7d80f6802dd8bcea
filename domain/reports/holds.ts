import type { Side } from "@/domain/access/permissions";
import { byText, earlier, inOrder, keptIn, type Line, later, named, type Proof, proofOf, type Tally, textIn } from "./line";

export type HoldDeed = Proof & { readonly email: string | null; readonly side: Side | null; readonly reason: string | null };

export type Held = {
  readonly hold: string;
  readonly scope: string | null;
  readonly target: string | null;
  readonly authority: string | null;
  readonly placed: HoldDeed | null;
  readonly releaseRequested: HoldDeed | null;
  readonly released: HoldDeed | null;
};

/** `blocked`: what holds stopped in the period, by who tried what. */
export type HoldsReport = {
  readonly holds: readonly Held[];
  readonly blocked: readonly {
    readonly email: string | null;
    readonly side: Side | null;
    readonly action: string;
    readonly attempts: number;
    readonly first: Proof;
    readonly last: Proof;
  }[];
};

export const holdActions = ["hold:place", "hold:request-release", "hold:approve-release"];

type Kept = { placed: HoldDeed | null; scope: string | null; target: string | null; authority: string | null } & {
  requested: HoldDeed | null;
  released: HoldDeed | null;
};
type Blocked = { email: string | null; side: Side | null; action: string; attempts: number; first: Proof; last: Proof };

/** Every hold up to the end of the period and what became of it; attempts that a hold stopped, within the period. */
export function tallyHolds(from: string): Tally<HoldsReport> {
  const holds = new Map<string, Kept>();
  const blocked = new Map<string, Blocked>();

  function take(line: Line) {
    if (line.reason === "held" && line.at >= from) block(blocked, line);
    const id = named("hold", line);
    if (line.outcome !== "done" || !id || !holdActions.includes(line.action)) return;
    const kept = keptIn(holds, id, newKept);
    if (line.action === "hold:place") place(kept, line);
    if (line.action === "hold:request-release") kept.requested = later(kept.requested, deedOf(line));
    if (line.action === "hold:approve-release") kept.released = later(kept.released, deedOf(line));
  }

  return {
    take,
    result: () => ({
      holds: [...holds.entries()]
        .map(([hold, { scope, target, authority, placed, requested, released }]) => ({
          ...{ hold, scope, target, authority, placed, releaseRequested: requested, released },
        }))
        .sort((a, b) => inOrder(a.placed ?? { entry: a.hold }, b.placed ?? { entry: b.hold })),
      blocked: [...blocked.entries()].sort(([a], [b]) => byText(a, b)).map(([, told]) => told),
    }),
  };
}

function newKept(): Kept {
  return { placed: null, scope: null, target: null, authority: null, requested: null, released: null };
}

function block(blocked: Map<string, Blocked>, line: Line) {
  const { email, side, action } = line;
  const proof = proofOf(line);
  const kept = keptIn(blocked, [side, email, action].join(" "), () => ({ email, side, action, attempts: 0, first: proof, last: proof }));
  kept.attempts++;
  kept.first = earlier(kept.first, proof);
  kept.last = later(kept.last, proof);
}

function place(kept: Kept, line: Line) {
  kept.placed = earlier(kept.placed, deedOf(line));
  kept.scope = textIn(line, "scope");
  kept.target = textIn(line, "target");
  kept.authority = textIn(line, "authority");
}

function deedOf(line: Line): HoldDeed {
  return { ...proofOf(line), email: line.email, side: line.side, reason: textIn(line, "reason") };
}
