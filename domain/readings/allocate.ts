/**
 * How many of a sample fall to each stratum: in proportion to its size, by largest remainders, but at least `least` of each or all of it. Null where
 * there are more strata than the sample can serve so.
 */
export function allocate(sizes: readonly number[], sample: number, least: number): number[] | null {
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = Math.min(sample, whole);
  const given = sizes.map((size) => Math.min(size, least));
  let left = wanted - given.reduce((sum, n) => sum + n, 0);
  if (left < 0) return null;
  // What is owed in proportion beyond the least; the rest goes where most is owed, so that the sum is the sample.
  while (left > 0) {
    const owed = sizes.map((size, n) => (given[n] === size ? Number.NEGATIVE_INFINITY : (size * wanted) / whole - (given[n] ?? 0)));
    const positive = owed.map((one) => Math.max(0, Math.floor(one)));
    const sum = positive.reduce((all, one) => all + one, 0);
    if (sum > 0 && sum <= left) {
      for (const [n, one] of positive.entries()) given[n] = Math.min(sizes[n] ?? 0, (given[n] ?? 0) + one);
    } else {
      const most = owed.indexOf(Math.max(...owed));
      given[most] = (given[most] ?? 0) + 1;
    }
    left = wanted - given.reduce((all, n) => all + n, 0);
  }
  return given;
}
