import type { Reading, Stratum } from "@/domain/readings/schema";
import { count } from "../ui/numbers";

const strata: Readonly<Record<Stratum, string>> = {
  language: "language",
  turns: "turns",
  month: "month",
  density: "density of placeholders",
  likely: "what may have been missed",
};

/** What a sample is drawn by: "language, turns and what may have been missed". */
export function strataInWords(by: readonly Stratum[]): string {
  const words = by.map((stratum) => strata[stratum]);
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

type Rate = NonNullable<Reading["found"]>;

/** A rate with its exact interval as it is said: "0 of 2,995: at most 0.1 %". Ends are rounded outwards, to two digits that count. */
export function rateInWords({ leaks, n, rate, low, high }: Rate): string {
  const of = `${count(leaks)} of ${count(n)}`;
  if (leaks === 0) return `${of}: at most ${percent(high, Math.ceil)}`;
  if (leaks === n) return `${of}: at least ${percent(low, Math.floor)}`;
  return `${of}: ${percent(rate, Math.round)}, between ${percent(low, Math.floor)} and ${percent(high, Math.ceil)}`;
}

/** A rate that is weighted by strata, with its interval. */
export function weightedInWords({ rate, low, high }: NonNullable<Reading["weighted"]>): string {
  if (rate === 0) return `none: at most ${percent(high, Math.ceil)}`;
  return `${percent(rate)}, between ${percent(low, Math.floor)} and ${percent(high, Math.ceil)}`;
}

/** A share in percent, with two digits that count. */
export function percent(share: number, round: (n: number) => number = Math.round): string {
  if (share === 0) return "0 %";
  const digits = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(share * 100))));
  const scale = 10 ** digits;
  // What is a rounding error of the computer is none of the figure.
  const rounded = round(Number((share * 100 * scale).toPrecision(12))) / scale;
  return `${rounded.toLocaleString("en-GB", { maximumFractionDigits: digits })} %`;
}

/** Strata as one counts: 3–4 turns before 11–20. */
export function inOrder<S extends { readonly stratum: string }>(strata: readonly S[]): readonly S[] {
  return [...strata].sort((a, b) => a.stratum.localeCompare(b.stratum, "en", { numeric: true }));
}
