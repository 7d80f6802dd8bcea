import { expect, test } from "vitest";
import { detect } from "./detect";
import { hostile } from "./hostile";

// Ratios of processor time, not seconds: eight times the text may take eight times as long and some more, not sixty-four times.

const SHORT = 4_000;
const least = (text: string) =>
  Math.min(
    ...[1, 2].map(() => {
      const began = process.cpuUsage();
      detect(text, "en");
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1_000;
    }),
  );

test.each(Object.keys(hostile(1)))("eight times as much of %s takes about eight times as long", (name) => {
  const text = (length: number) => hostile(length)[name] ?? "";
  detect(text(8 * SHORT), "en"); // the engine compiles what is slow before it is measured
  // A collector that runs beside it may spoil a measurement, or two; a quadratic pattern spoils them all.
  let ratio = Number.POSITIVE_INFINITY;
  for (let tries = 0; ratio >= 24 && tries < 5; tries++) ratio = least(text(8 * SHORT)) / Math.max(least(text(SHORT)), 1);
  expect(ratio).toBeLessThan(24);
});
