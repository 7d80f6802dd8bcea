import { exactInterval } from "./interval";

type Stratum = { readonly of: number; readonly n: number; readonly leaks: number };
const LEVEL = 0.95;

/**
 * The rate of a population from a sample by strata, each weighted by its size, with an interval that is never too narrow: every stratum that was not read
 * whole has its exact interval at a level so high that all of them hold together with 95 % (Bonferroni), and their ends are added up by weight. Nothing is
 * assumed of the strata; where there are many with few units each it is far wider than needed.
 */
export function weightedRate(strata: readonly Stratum[]): { readonly rate: number; readonly low: number; readonly high: number } {
  const all = strata.reduce((sum, { of }) => sum + of, 0);
  const open = strata.filter(({ of, n }) => n < of).length;
  const level = 1 - (1 - LEVEL) / Math.max(1, open);
  const sum = (end: (stratum: Stratum) => number) => strata.reduce((total, one) => total + (one.of / all) * end(one), 0);
  const ends = ({ of, n, leaks }: Stratum) => (n < of ? exactInterval(leaks, n, level) : { low: leaks / n, high: leaks / n });
  return { rate: sum(({ n, leaks }) => leaks / n), low: sum((one) => ends(one).low), high: sum((one) => ends(one).high) };
}
