import { Unreadable } from "./delivered";

/** All branches of one conversation together may repeat this many turns; a tree beyond it cannot be written as paths. */
const BRANCH_TURNS = 100_000;

export type Branch<T> = { readonly after: number; readonly turns: T[] };
type Step<N, T> = {
  readonly node: N;
  readonly turn: T | null;
  readonly up: Step<N, T> | null;
  readonly turns: number;
  readonly onPath: boolean;
};

/** What comes after a node: the one the path goes on with, if it does, and the others. */
export type Fork<N> = { readonly lead: N | null; readonly others: readonly N[] };

/**
 * Walks a tree without recursion. The path follows the leads from the root; every other leaf becomes a branch: what was said from
 * where it leaves the path, `after` being the number of the last turn both share. A node whose turn is null only connects.
 */
export function pathsOf<N, T>(
  root: N,
  next: (node: N) => Fork<N>,
  turnOf: (node: N, turn: number) => T | null,
): { path: T[]; branches: Branch<T>[] } {
  let path: T[] = [];
  const branches: Branch<T>[] = [];
  let repeated = 0;
  const open: Step<N, T>[] = [stepTo(root, null, true, turnOf)];
  for (let step = open.pop(); step; step = open.pop()) {
    const { lead, others } = next(step.node);
    const above = step;
    for (const child of [...others].reverse()) open.push(stepTo(child, above, false, turnOf));
    if (lead !== null) open.push(stepTo(lead, above, step.onPath, turnOf));
    else if (step.onPath) path = turnsUpTo(step, () => false);
    if (step.onPath || lead !== null || others.length > 0) continue;
    const turns = turnsUpTo(step, ({ onPath }) => onPath);
    repeated += turns.length;
    if (repeated > BRANCH_TURNS) throw new Unreadable(`too many branches: they repeat more than ${BRANCH_TURNS} turns`);
    if (turns.length > 0) branches.push({ after: step.turns - turns.length, turns });
  }
  return { path, branches };
}

/** Throws Unreadable where not all of `size` nodes hang from the roots: the others are each other's parents. */
export function refuseCircles<N>(size: number, roots: readonly N[], below: (node: N) => readonly N[]): void {
  let reached = 0;
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    reached++;
    for (const child of below(node)) open.push(child);
  }
  if (reached < size) throw new Unreadable("the tree of messages runs in a circle");
}

function stepTo<N, T>(node: N, up: Step<N, T> | null, onPath: boolean, turnOf: (node: N, turn: number) => T | null): Step<N, T> {
  const before = up?.turns ?? 0;
  const turn = turnOf(node, before + 1);
  return { node, turn, up, turns: before + (turn === null ? 0 : 1), onPath };
}

function turnsUpTo<N, T>(leaf: Step<N, T>, stop: (step: Step<N, T>) => boolean): T[] {
  const turns: T[] = [];
  for (let step: Step<N, T> | null = leaf; step && !stop(step); step = step.up) if (step.turn !== null) turns.push(step.turn);
  return turns.reverse();
}
