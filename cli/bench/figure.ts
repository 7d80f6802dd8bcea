import type { Scratch } from "@/prisma/scratch";

/** `atMost`: it is held against a goal. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note?: string;
  readonly atMost?: number;
};

/** One benchmark. Its figures are compared within the run; a figure of another machine or hour says little. */
export type Benchmark = OnDatabase | Alone;

type OnDatabase = {
  readonly name: string;
  readonly alone?: undefined;
  /** The environment of the database server that it is measured on. */
  readonly server?: () => Readonly<Record<string, string>>;
  readonly run: (scratch: Scratch, options: { megabytes: number; conversations: number }) => Promise<Figure[]>;
};

/** One that needs no database. */
type Alone = { readonly name: string; readonly alone: true; readonly run: () => Promise<Figure[]> };

/** The least of the measurements that this share of them does not exceed: of twenty the 95th percentile is the nineteenth, and not the longest. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
