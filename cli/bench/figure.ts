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

/** The value below which this share of the measurements lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
